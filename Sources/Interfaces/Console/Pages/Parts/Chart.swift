import Vocabulary

/// Bars drawn on the server, with the numbers behind them in a table that everybody can open.
struct Chart {
    struct Series {
        let name: String
        /// The class that colours it.
        let style: String
        let values: [Int]
    }

    let id: String
    let title: String
    let labels: [String]
    let series: [Series]
    let numbersTitle: String
    let labelTitle: String

    private static let (width, height, top, bottom) = (640, 210, 18, 24)
    /// Room for the numbers of the scale, which phones write large.
    private var left: Int { 8 + 13 * max(2, String(scale).count) }

    /// Columns side by side for each label.
    var columns: HTML {
        let most = scale
        let plot = (width: Self.width - left, height: Self.height - Self.bottom - Self.top)
        let step = Double(plot.width) / Double(max(labels.count, 1))
        let bar = min(step * 0.76 / Double(max(series.count, 1)), 26)
        func y(_ value: Int) -> Double { Double(Self.top) + Double(plot.height) * (1 - Double(value) / Double(most)) }
        let lines: [HTML] = [0, most / 2, most].map { value in
            """
            <line class="grid" x1="\(left)" x2="\(Self.width)" y1="\(y(value).short)" y2="\(y(value).short)"/>
            <text class="axis" x="\(left - 6)" y="\((y(value) + 4).short)" text-anchor="end">\(value)</text>
            """
        }
        let bars: [HTML] = labels.indices.flatMap { index in
            series.enumerated().map { place, one in
                let x = Double(left) + step * (Double(index) + 0.5) + bar * (Double(place) - Double(series.count) / 2)
                let top = y(one.values[index])
                return """
                    <rect class="\(one.style)" x="\(x.short)" y="\(top.short)" width="\((bar - 1).short)" height="\((y(0) - top).short)" rx="2"/>
                    """
            }
        }
        let every = labels.count > 8 ? 2 : 1
        let names: [HTML] = labels.indices.filter { (labels.count - 1 - $0) % every == 0 }.map { index in
            let x = Double(left) + step * (Double(index) + 0.5)
            return "<text class=\"axis\" x=\"\(x.short)\" y=\"\(Self.height - 6)\" text-anchor=\"middle\">\(labels[index])</text>"
        }
        return frame(height: Self.height, "\(lines)\(bars)\(names)")
    }

    /// One bar a label, lying under it, with its number.
    var rows: HTML {
        let most = scale
        let row = 54
        let bars: [HTML] = labels.indices.map { index in
            let value = series.first?.values[index] ?? 0
            let length = max(Double(Self.width - 70) * Double(value) / Double(most), value > 0 ? 2 : 0)
            let y = index * row
            return """
                <text class="label" x="0" y="\(y + 18)">\(labels[index])</text>
                <rect class="\(series.first?.style ?? "")" x="0" y="\(y + 27)" width="\(length.short)" height="16" rx="3"/>
                <text class="label" x="\((length + 10).short)" y="\(y + 41)">\(value)</text>
                """
        }
        return frame(height: labels.count * row, "\(bars)")
    }

    private func frame(height: Int, _ drawing: HTML) -> HTML {
        let legend: [HTML] =
            series.count < 2 ? [] : series.map { "<li><span class=\"key \($0.style)\" aria-hidden=\"true\"></span>\($0.name)</li>" }
        let head: [HTML] = series.map { "<th scope=\"col\" class=\"number\">\($0.name)</th>" }
        let body: [HTML] = labels.indices.map { index in
            "<tr><th scope=\"row\">\(labels[index])</th>\(series.map { "<td class=\"number\">\($0.values[index])</td>" as HTML })</tr>"
        }
        return """
            <figure class="chart">
            <figcaption><h2 id="\(id)">\(title)</h2>\(legend.isEmpty ? .empty : "<ul class=\"legend\">\(legend)</ul>" as HTML)</figcaption>
            <svg viewBox="0 0 \(Self.width) \(height)" role="img" aria-labelledby="\(id)">\(drawing)</svg>
            <details><summary>\(numbersTitle)</summary>
            <table class="numbers"><thead><tr><th scope="col">\(labelTitle)</th>\(head)</tr></thead><tbody>\(body)</tbody></table></details>
            </figure>
            """
    }

    /// An even number at the top, so that the middle line has a whole one too.
    private var scale: Int {
        let most = series.flatMap(\.values).max() ?? 0
        let steps = [2, 4, 6, 8, 10, 20, 30, 40, 50, 60, 80, 100]
        if let step = steps.first(where: { $0 >= most }) { return step }
        var unit = 100
        while unit * 10 <= most { unit *= 10 }
        let rounded = (most + unit - 1) / unit * unit
        return rounded.isMultiple(of: 2) ? rounded : rounded + unit
    }
}

extension Double {
    /// One decimal with a point, as SVG wants it.
    fileprivate var short: String { String((self * 10).rounded() / 10) }
}
