import Hummingbird
import Localization

/// What a person sees when something is not there or went wrong: what it was, and what to do.
struct ErrorPage {
    let status: HTTPResponse.Status
    let message: Message
    let say: Speaker
    /// Nil: what the status says.
    var title: Message?

    var html: HTML {
        let title = say(title ?? (status == .notFound ? ConsoleMessages.errorNotFoundTitle : ConsoleMessages.errorTitle))
        return Layout(title: title, say: say).html(
            """
            <section class="card narrow">
            <p class="code" aria-hidden="true">\(status.code)</p>
            <h1>\(title)</h1>
            <p>\(say(message))</p>
            <p><a class="button" href="/">\(say(ConsoleMessages.errorHome))</a></p>
            </section>
            """)
    }
}
