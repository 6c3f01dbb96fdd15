import Hummingbird
import Localization

/// What a person sees when something is not there or went wrong: what it was, and what to do.
struct ErrorPage {
    let status: HTTPResponse.Status
    let message: Message
    let say: Speaker
    /// Nil: what the status says.
    var title: Message?
    /// Nil: nobody is signed in.
    var visit: Visit?
    /// A lead that is not there for this person, or not at all: nobody learns which.
    var isOfLead = false

    var html: HTML {
        let usual = status == .notFound ? ConsoleMessages.errorNotFoundTitle : ConsoleMessages.errorTitle
        let title = say(title ?? (isOfLead ? ConsoleMessages.errorLeadTitle : usual))
        return Layout(title: title, say: say, visit: visit).html(
            """
            <section class="card narrow">
            <p class="code" aria-hidden="true">\(status.code)</p>
            <h1>\(title)</h1>
            <p>\(say(isOfLead ? ConsoleMessages.errorLead : message))</p>
            <p>\(isOfLead ? "<a class=\"button\" href=\"/leads\">\(say(ConsoleMessages.errorToLeads))</a>" : "<a class=\"button\" href=\"/\">\(say(ConsoleMessages.errorHome))</a>" as HTML)</p>
            </section>
            """)
    }
}
