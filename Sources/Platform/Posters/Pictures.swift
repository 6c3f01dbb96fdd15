import CPNG

extension QRCode {
    /// The light border that the standard asks for, in modules.
    public static let quietZone = 4

    /// A grey PNG, `scale` pixels a module, with its quiet zone.
    public func png(scale: Int = 8, quietZone: Int = QRCode.quietZone) throws(PosterError) -> [UInt8] {
        let (scale, border) = (max(1, scale), max(0, quietZone))
        let side = (size + 2 * border) * scale
        var pixels: [UInt8] = []
        pixels.reserveCapacity(side * side)
        for row in -border..<size + border {
            let line = (-border..<size + border).flatMap { column in
                [UInt8](repeating: self[row: row, column: column] ? 0 : 255, count: scale)
            }
            for _ in 0..<scale { pixels.append(contentsOf: line) }
        }
        var length = 0
        guard cactus_png_write_gray(nil, &length, pixels, UInt32(side), UInt32(side)) == 1 else { throw .outOfMemory }
        var bytes = [UInt8](repeating: 0, count: length)
        guard cactus_png_write_gray(&bytes, &length, pixels, UInt32(side), UInt32(side)) == 1 else { throw .outOfMemory }
        return Array(bytes.prefix(length))
    }

    /// A whole SVG picture, one unit a module; `millimetres` is its side on paper.
    public func svg(quietZone: Int = QRCode.quietZone, millimetres: Int = 40) -> String {
        let border = max(0, quietZone)
        let side = size + 2 * border
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="\(millimetres)mm" height="\(millimetres)mm" viewBox="0 0 \(side) \(side)">
            <rect width="\(side)" height="\(side)" fill="#fff"/>
            <path transform="translate(\(border) \(border))" fill="#000" shape-rendering="crispEdges" d="\(path)"/>
            </svg>

            """
    }

    /// The dark modules as one SVG path of horizontal bars, one unit a module: no seams between neighbours, and small.
    var path: String {
        var path = ""
        for row in 0..<size {
            var column = 0
            while column < size {
                guard self[row: row, column: column] else {
                    column += 1
                    continue
                }
                let start = column
                while column < size, self[row: row, column: column] { column += 1 }
                path += "M\(start) \(row)h\(column - start)v1h-\(column - start)z"
            }
        }
        return path
    }
}
