import Testing

@testable import Console

@Test func whatIsPutIntoAPageCannotBeMarkup() {
    let hostile = "<script>alert('x')</script>\"&"
    let page: HTML = "<p title=\"\(hostile)\">\(hostile)</p>"
    #expect(!page.text.contains("<script"))
    #expect(
        page.text
            == "<p title=\"&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;\">&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;</p>"
    )
}

@Test func piecesOfPagesArePutInAsTheyAre() {
    let item: HTML = "<li>\("<b>")</li>"
    let none: HTML? = nil
    let list: HTML = "<ul>\([item, item])\(none)\(7)</ul>"
    #expect(list.text == "<ul><li>&lt;b&gt;</li><li>&lt;b&gt;</li>7</ul>")
}

@Test(arguments: [
    ("/leads?status=open", "/leads?status=open"), ("", "/"), ("//evil.example", "/"), ("/\\evil.example", "/"),
    ("https://evil.example", "/"),
    ("/a\nb", "/"), ("leads", "/"), ("/лиды", "/"),
])
func oneIsNeverLedToAnotherSite(asked: String, goes: String) { #expect(localPath(asked) == goes) }

@Test func queriesAreEscaped() { #expect("a b&c=д/".escapedForQuery == "a%20b%26c%3D%D0%B4%2F") }

@Test func formsAreReadAsBrowsersWriteThem() {
    let fields = FormFields("name=%D0%90%D0%BD%D0%BD%D0%B0+%26+co&grant=a&grant=b&empty=&flag&bad=%FF&zero=a%00b")
    #expect(fields["name"] == "Анна & co")
    #expect(fields.all("grant") == ["a", "b"])
    #expect(fields["empty"] == "" && fields["flag"] == "" && fields["bad"] == "" && fields["zero"] == "")
}
