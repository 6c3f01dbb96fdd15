/// A figure for Prometheus. Labels name queues, stages and roles, never people.
public struct Metric: Hashable, Sendable {
    public enum Kind: String, Sendable { case gauge, counter }

    public struct Sample: Hashable, Sendable {
        /// In the order in which they are written.
        public let labels: [Label]
        public let value: Double
        public init(_ value: Double, labels: [Label] = []) { (self.value, self.labels) = (value, labels) }
    }

    public struct Label: Hashable, Sendable {
        public let name: String
        public let value: String
        public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }

    public let name: String
    public let help: String
    public let kind: Kind
    public let samples: [Sample]

    public init(_ name: String, _ help: String, kind: Kind = .gauge, _ samples: [Sample]) {
        (self.name, self.help, self.kind, self.samples) = (name, help, kind, samples)
    }
}

extension [Metric] {
    /// Prometheus' text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats).
    public var prometheus: String {
        var text = ""
        for metric in self {
            text +=
                "# HELP \(metric.name) \(metric.help.escapedForPrometheus(quotes: false))\n# TYPE \(metric.name) \(metric.kind.rawValue)\n"
            for sample in metric.samples {
                let labels = sample.labels.map { "\($0.name)=\"\($0.value.escapedForPrometheus(quotes: true))\"" }.joined(separator: ",")
                text += metric.name + (labels.isEmpty ? "" : "{\(labels)}") + " \(sample.value.prometheus)\n"
            }
        }
        return text
    }
}

extension String {
    fileprivate func escapedForPrometheus(quotes: Bool) -> String {
        let escaped = replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        return quotes ? escaped.replacing("\"", with: "\\\"") : escaped
    }
}

extension Double {
    fileprivate var prometheus: String {
        if isNaN { return "NaN" }
        if isInfinite { return self > 0 ? "+Inf" : "-Inf" }
        return magnitude < 1e15 && rounded() == self ? String(Int64(self)) : String(self)
    }
}
