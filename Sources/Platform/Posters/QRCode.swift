import CQREncode

/// A QR code (ISO/IEC 18004), made by libqrencode: the smallest one that holds the text.
public struct QRCode: Sendable, Hashable {
    /// How much of the code may be dirty or torn: 7, 15, 25 or 30 %.
    public enum Correction: Sendable, Hashable { case low, medium, quartile, high }

    /// Modules along a side, without the quiet zone.
    public let size: Int
    /// Row by row from the top left; true is dark.
    public let modules: [Bool]

    public init(_ text: String, correction: Correction = .medium) throws(PosterError) {
        guard !text.isEmpty, !text.utf8.contains(0) else { throw .noText }
        let level =
            switch correction {
            case .low: QR_ECLEVEL_L
            case .medium: QR_ECLEVEL_M
            case .quartile: QR_ECLEVEL_Q
            case .high: QR_ECLEVEL_H
            }
        // Version 0 is "as small as it goes"; 1 keeps upper and lower case apart.
        guard let code = QRcode_encodeString(text, 0, level, QR_MODE_8, 1) else { throw .textTooLong(bytes: text.utf8.count) }
        defer { QRcode_free(code) }
        let size = Int(code.pointee.width)
        guard let data = code.pointee.data else { throw .outOfMemory }
        self.size = size
        // The lowest bit of each byte is the module, the others are the encoder's notes.
        modules = UnsafeBufferPointer(start: data, count: size * size).map { $0 & 1 == 1 }
    }

    /// Whether a module is dark; everything outside is light.
    public subscript(row row: Int, column column: Int) -> Bool {
        (0..<size).contains(row) && (0..<size).contains(column) && modules[row * size + column]
    }
}
