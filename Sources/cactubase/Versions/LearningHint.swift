/// What is said beside a changed matrix or changed needs.
enum LearningHint {
    static let links = "Never-links act at once; `cactubase train` lets the model learn the others."
    static let serviceNeeds = "`cactubase train` lets the model learn it; proposals of links use it at once."
    static let clientNeeds = "The client's recommendations and proposals of links use it at once."
}
