import Foundation
import Vocabulary

extension World {
    static let downloadLimit = 20 << 20
    static let photoLimit = 10 << 20

    mutating func getFile(_ parameters: Parameters) throws(Refusal) -> JSON {
        guard let id = try parameters.string("file_id"), !id.isEmpty else { throw .badRequest("file_id not specified") }
        guard let file = files[id] else { throw .badRequest("wrong file_id or the file is temporarily unavailable") }
        guard file.bytes.count <= Self.downloadLimit else { throw .badRequest("file is too big") }
        return [
            "file_id": .string(file.id), "file_unique_id": .string(file.uniqueID), "file_size": .int(Int64(file.bytes.count)),
            "file_path": .string(file.path),
        ]
    }

    /// Keeps bytes under a new file id, in a folder as Telegram names them (`photos/file_3.png`).
    mutating func store(_ bytes: [UInt8], folder: String, suffix: String) -> StoredFile {
        counters.file += 1
        unsaved.insert(.counters)
        let random = ids.id(Never.self).hex
        let file = StoredFile(
            id: "AgAC" + random + "AQ", uniqueID: "AQAD" + random.prefix(10), path: "\(folder)/file_\(counters.file).\(suffix)",
            data: Data(bytes))
        save(file)
        return file
    }

    /// The `photo` parameter as an array of sizes: an upload, `attach://NAME`, or the id of a file that Telegram has.
    mutating func photo(_ parameters: Parameters) throws(Refusal) -> JSON {
        if let upload = parameters.uploads["photo"] { return try newPhoto(upload.bytes) }
        let value = try parameters.string("photo") ?? ""
        if value.hasPrefix("attach://") {
            guard let upload = parameters.uploads[String(value.dropFirst(9))] else { throw .badRequest("there is no photo in the request") }
            return try newPhoto(upload.bytes)
        }
        if value.contains("://") { throw .badRequest("failed to get HTTP URL content") }
        guard !value.isEmpty else { throw .badRequest("there is no photo in the request") }
        guard let file = files[value] else { throw .badRequest("wrong file identifier/HTTP URL specified") }
        guard let size = ImageSize.read(file.bytes) else { throw .badRequest("type of file mismatch") }
        return photoSizes(file, size)
    }

    mutating func newPhoto(_ bytes: [UInt8]) throws(Refusal) -> JSON {
        guard !bytes.isEmpty else { throw .badRequest("file must be non-empty") }
        guard bytes.count <= Self.photoLimit else { throw Refusal(code: 413, description: "Request Entity Too Large") }
        guard let size = ImageSize.read(bytes) else { throw .badRequest("IMAGE_PROCESS_FAILED") }
        let long = max(size.width, size.height)
        let short = min(size.width, size.height)
        guard short > 0, long + short <= 10_000, long <= short * 20 else { throw .badRequest("PHOTO_INVALID_DIMENSIONS") }
        return photoSizes(store(bytes, folder: "photos", suffix: size.suffix), size)
    }

    private func photoSizes(_ file: StoredFile, _ size: ImageSize) -> JSON {
        [
            [
                "file_id": .string(file.id), "file_unique_id": .string(file.uniqueID), "width": .int(Int64(size.width)),
                "height": .int(Int64(size.height)), "file_size": .int(Int64(file.bytes.count)),
            ]
        ]
    }
}

/// Width and height from the head of a PNG or a JPEG.
struct ImageSize: Sendable {
    let width: Int
    let height: Int
    let suffix: String

    static func read(_ bytes: [UInt8]) -> ImageSize? {
        let number = { (at: Int, count: Int) in bytes[at..<(at + count)].reduce(0) { $0 << 8 | Int($1) } }
        if bytes.count >= 24, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            return ImageSize(width: number(16, 4), height: number(20, 4), suffix: "png")
        }
        guard bytes.starts(with: [0xFF, 0xD8, 0xFF]) else { return nil }
        var place = 2
        while place + 9 < bytes.count, bytes[place] == 0xFF {
            let marker = bytes[place + 1]
            // Start of frame, whatever the coding; C4, C8 and CC are other things.
            if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
                return ImageSize(width: number(place + 7, 2), height: number(place + 5, 2), suffix: "jpg")
            }
            place += 2 + number(place + 2, 2)
        }
        return nil
    }
}
