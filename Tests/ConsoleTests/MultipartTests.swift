import HTTPTypes
import Testing

@testable import Console

@Suite struct MultipartTests {
    private static let head = "Content-Disposition: form-data; name="

    private func parsed(_ body: String, boundary: String = "b", _ limits: MultipartForm.Limits = .init()) -> MultipartForm? {
        MultipartForm(Array(body.utf8), boundary: boundary, limits)
    }

    @Test func fieldsAndAFileComeApart() throws {
        let body =
            "--b\r\n\(Self.head)\"a\"\r\n\r\nодин\r\n--b\r\n\(Self.head)\"file\"; filename=\"x y.csv\"\r\nContent-Type: text/csv\r\n\r\n1;2\r\n--a\r\n\r\n--b--\r\n"
        let form = try #require(parsed(body))
        #expect(form["a"] == "один" && form["none"] == "")
        #expect(form.file?.name == "x y.csv")
        #expect(form.file?.bytes == Array("1;2\r\n--a\r\n".utf8))
    }

    @Test func anEmptyFieldAndAFileThatWasNotChosen() throws {
        let body = "--b\r\n\(Self.head)\"a\"\r\n\r\n\r\n--b\r\n\(Self.head)\"file\"; filename=\"\"\r\n\r\n\r\n--b--"
        let form = try #require(parsed(body))
        #expect(form.fields == ["a": ""] && form.file?.name == "" && form.file?.bytes == [])
    }

    @Test(arguments: [
        "", "--b", "--b\r\n", "--b--x", "preamble\r\n--b--", "--b\n\(head)\"a\"\n\n1\n--b--",
        // Without an end, without a name, two heads, twice the same field, twice a file.
        "--b\r\n\(head)\"a\"\r\n\r\n1", "--b\r\nContent-Type: text/plain\r\n\r\n1\r\n--b--", "--b\r\n\(head)\"\"\r\n\r\n1\r\n--b--",
        "--b\r\n\(head)\"a\"\r\n\(head)\"b\"\r\n\r\n1\r\n--b--", "--b\r\n\(head)\"a\"\r\n\r\n1\r\n--b\r\n\(head)\"a\"\r\n\r\n2\r\n--b--",
        "--b\r\n\(head)\"f\"; filename=\"1\"\r\n\r\n1\r\n--b\r\n\(head)\"g\"; filename=\"2\"\r\n\r\n2\r\n--b--",
        "--b\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--b--", "--b\r\n\(head)\"a\"\r\n\r\n\u{0}\r\n--b--",
        "--b\r\nX: \(String(repeating: "x", count: 5000))\r\n\(head)\"a\"\r\n\r\n1\r\n--b--",
    ]) func whatDeviatesIsRefused(body: String) {
        #expect(parsed(body) == nil)
    }

    @Test func numbersAndSizesAreLimited() {
        let many = (0..<40).map { "--b\r\n\(Self.head)\"a\($0)\"\r\n\r\n1\r\n" }.joined() + "--b--"
        #expect(parsed(many) == nil)
        let file = "--b\r\n\(Self.head)\"f\"; filename=\"1\"\r\n\r\n12345\r\n--b--"
        #expect(parsed(file, .init(fileBytes: 5)) != nil && parsed(file, .init(fileBytes: 4)) == nil)
        let field = "--b\r\n\(Self.head)\"f\"\r\n\r\n12345\r\n--b--"
        #expect(parsed(field, .init(otherBytes: 5)) != nil && parsed(field, .init(otherBytes: 4)) == nil)
    }

    @Test func invalidTextIsNoField() {
        let body = Array("--b\r\n\(Self.head)\"a\"\r\n\r\n".utf8) + [0xFF, 0xFE] + Array("\r\n--b--".utf8)
        #expect(MultipartForm(body, boundary: "b") == nil)
    }

    @Test func theBoundaryIsTheFormats() {
        #expect(MultipartForm.boundary("multipart/form-data; boundary=abc-1") == "abc-1")
        #expect(MultipartForm.boundary("Multipart/Form-Data; boundary=\"a:b\"") == "a:b")
        for type in [
            "", "text/plain; boundary=a", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
            "multipart/form-data; boundary=a; boundary=b", "multipart/form-data; boundary=a<b", "multipart/form-data; boundary=ы",
            "multipart/form-data; boundary=\(String(repeating: "a", count: 71))",
        ] { #expect(MultipartForm.boundary(type) == nil, "\(type)") }
    }
}
