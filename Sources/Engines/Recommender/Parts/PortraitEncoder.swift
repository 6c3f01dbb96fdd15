import Foundation

/// Turns a portrait into columns for a linear model: numbers standardised (money on a logarithmic scale) with their squares, so that an effect
/// may rise and fall; codes as one column each, not scaled up when rare, so that rare codes stay near zero; and flags for zero and unknown.
struct PortraitEncoder: Sendable, Equatable {
    enum Form: Int, Sendable { case linear, square, positive, unknown, code }

    struct Column: Sendable, Equatable {
        let field: PortraitRow.Field
        let form: Form
        /// The code; 0 for other forms.
        let code: Int
        let mean: Float
        let spread: Float
        /// Columns of one field and form share a prior variance.
        let group: Int
    }

    let columns: [Column]
    let groups: Int

    init(columns: [Column]) {
        self.columns = columns
        groups = (columns.map(\.group).max() ?? -1) + 1
    }

    /// Learns means and codes from clients; facts that nobody, or nobody differently, has make no column.
    init(_ rows: some Collection<PortraitRow>) {
        var columns: [Column] = []
        var group = 0
        let count = Double(max(1, rows.count))
        func add(_ field: PortraitRow.Field, _ form: Form, code: Int = 0, scaled: Bool, at mean: Float = 0, by spread: Float = 1) {
            let raw = Column(field: field, form: form, code: code, mean: mean, spread: spread, group: group)
            var sum = 0.0
            var square = 0.0
            for row in rows {
                let value = Double(Self.value(raw, row))
                sum += value
                square += value * value
            }
            let average = sum / count
            let deviation = max(0, square / count - average * average).squareRoot()
            guard deviation > 1e-4 else { return }
            if form == .linear || form == .square {
                // Already standardised; squares only lose their mean.
                columns.append(
                    Column(field: field, form: form, code: code, mean: mean, spread: spread, group: group))
            } else {
                columns.append(
                    Column(field: field, form: form, code: code, mean: Float(average), spread: scaled ? Float(deviation) : 1, group: group))
            }
        }
        for field in PortraitRow.Field.allCases {
            let known = rows.compactMap { $0[field] }
            guard !known.isEmpty else { continue }
            if known.count < rows.count {
                add(field, .unknown, scaled: false)
                group += 1
            }
            guard field.kind != .code else {
                for code in Set(known.map { Int($0) }).sorted() { add(field, .code, code: code, scaled: false) }
                group += 1
                continue
            }
            let values = known.map { Double(Self.scale($0, field)) }
            let mean = values.reduce(0, +) / Double(values.count)
            let spread = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
            guard spread > 1e-6 else { continue }
            for form in [Form.linear, .square] {
                add(field, form, scaled: true, at: Float(mean), by: Float(spread))
                group += 1
            }
            let zeros = Double(known.count { $0 == 0 }) / Double(known.count)
            if zeros > 0.03, zeros < 0.98 {
                add(field, .positive, scaled: false)
                group += 1
            }
        }
        self.init(columns: columns)
    }

    var width: Int { columns.count }

    /// Appends `width` numbers.
    func encode(_ row: PortraitRow, into numbers: inout [Float]) {
        for column in columns {
            let value = Self.value(column, row)
            switch column.form {
            case .linear, .square: numbers.append(value)
            case .positive, .unknown, .code: numbers.append((value - column.mean) / column.spread)
            }
        }
    }

    /// The column before centring (codes and flags) or after standardising (numbers; what is unknown counts as the mean).
    private static func value(_ column: Column, _ row: PortraitRow) -> Float {
        guard let known = row[column.field] else { return column.form == .unknown ? 1 : 0 }
        switch column.form {
        case .unknown: return 0
        case .positive: return known > 0 ? 1 : 0
        case .code: return Int(known) == column.code ? 1 : 0
        case .linear: return clamp((scale(known, column.field) - column.mean) / column.spread, 4)
        case .square:
            let linear = clamp((scale(known, column.field) - column.mean) / column.spread, 3)
            return (linear * linear - 1) / 1.4
        }
    }

    private static func scale(_ value: Float, _ field: PortraitRow.Field) -> Float {
        guard field.kind == .money else { return value }
        return value < 0 ? -log1p(-value) : log1p(value)
    }

    private static func clamp(_ value: Float, _ bound: Float) -> Float { min(max(value, -bound), bound) }
}
