import Localization

/// Buttons that `page.js` shows and makes work; without it they stay hidden, and the page says how to do the same by hand.
struct ScriptButtons {
    let say: Speaker

    var print: HTML { "<button type=\"button\" class=\"button quiet\" data-print hidden>\(say(ConsoleMessages.buttonPrint))</button>" }

    /// Copies what stands in the field.
    func copy(_ field: String) -> HTML {
        """
        <button type="button" class="button quiet" data-copy="\(field)" data-done="\(say(ConsoleMessages.buttonCopied))" aria-live="polite" hidden>\(say(ConsoleMessages.buttonCopy))</button>
        """
    }
}
