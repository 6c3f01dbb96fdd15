import Foundation
import Spreadsheets

/// Files that commands read: whole, and no larger than a reader would take.
enum InputFile {
    static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
        var isFolder = ObjCBool(false)
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw .failed("\(path): there is no such file") }
        guard !isFolder.boolValue else { throw .failed("\(path): a folder, where a file is needed") }
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let attributes = (try? FileManager.default.attributesOfItem(atPath: target)) ?? [:]
        if let type = attributes[.type] as? FileAttributeType, type != .typeRegular {
            throw .failed("\(path): a pipe or a device; save it as a file first")
        }
        let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
        let most = SpreadsheetLimits.standard.fileBytes
        guard size <= most else { throw .failed("\(path): \(size >> 20) MB; at most \(most >> 20) MB are read, so split it") }
        guard let data = FileManager.default.contents(atPath: path) else { throw .failed("\(path): it may not be read by this account") }
        return Array(data)
    }
}
