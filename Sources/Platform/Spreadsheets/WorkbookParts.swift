/// A sheet as the workbook lists it.
public struct SheetInfo: Sendable, Hashable {
    public let name: String
    public let isVisible: Bool
    /// Where its rows are inside the file.
    let part: String
}

/// What the workbook says about itself: its sheets in the order of the tabs, where its strings and styles are, how it counts days.
struct WorkbookParts: Sendable, Hashable {
    var sheets: [SheetInfo] = []
    var sharedStrings: String?
    var styles: String?
    var dates = SheetDate.System.from1900

    /// Follows the relationships from the root, as ECMA-376 part 2 asks; names of parts are only a fallback.
    init(in archive: ZipArchive) throws(SpreadsheetError) {
        let root = Relationships()
        try archive.scan("_rels/.rels", root)
        let part = root.all.first { $0.kind == "officeDocument" }.map { Self.resolve($0.target, from: "") } ?? "xl/workbook.xml"
        let folder = String(part.prefix(upTo: part.lastIndex(of: "/").map { part.index(after: $0) } ?? part.startIndex))
        let list = SheetList()
        guard part.hasSuffix(".xml"), try archive.scan(part, list), list.isWorkbook else { throw .notAWorkbook }
        let related = Relationships()
        try archive.scan(folder + "_rels/" + part.dropFirst(folder.count) + ".rels", related)
        func find(_ kind: String) -> String? { related.all.first { $0.kind == kind }.map { Self.resolve($0.target, from: folder) } }
        sharedStrings = find("sharedStrings")
        styles = find("styles")
        dates = list.dates
        for sheet in list.sheets {
            // Chart sheets have no rows.
            guard let relation = related.all.first(where: { $0.id == sheet.id }), relation.kind == "worksheet" else { continue }
            sheets.append(SheetInfo(name: sheet.name, isVisible: sheet.isVisible, part: Self.resolve(relation.target, from: folder)))
        }
    }

    /// A target is relative to the folder of the part that names it, or begins at the root.
    static func resolve(_ target: String, from folder: String) -> String {
        var path: [Substring] = []
        for step in (target.hasPrefix("/") ? target : folder + target).split(separator: "/") where step != "." {
            if step == ".." { _ = path.popLast() } else { path.append(step) }
        }
        return path.joined(separator: "/")
    }
}

/// The relationships of a part: what it refers to, and as what (the last word of the type, the same in the transitional and the strict form).
private final class Relationships: XMLHandler {
    private(set) var all: [(id: String, kind: String, target: String)] = []

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        guard name == "Relationship", let id = attributes["Id"], let type = attributes["Type"], let target = attributes["Target"] else {
            return
        }
        all.append((id, type.split(separator: "/").last.map(String.init) ?? "", target))
    }
}

private final class SheetList: XMLHandler {
    private(set) var isWorkbook = false
    private(set) var sheets: [(name: String, id: String, isVisible: Bool)] = []
    private(set) var dates = SheetDate.System.from1900

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name {
        case "workbook": isWorkbook = true
        case "workbookPr" where attributes.truth("date1904"): dates = .from1904
        case "sheet":
            guard let sheet = attributes["name"], let id = attributes["id"] else { return }
            sheets.append((sheet, id, (attributes["state"] ?? "visible") == "visible"))
        default: break
        }
    }
}
