/// A file as the person named it, and where it lies.
public struct DataFile: Sendable, Hashable {
    /// As messages name it.
    public let name: String
    public let path: String

    public init(_ path: String, named name: String? = nil) {
        self.path = path
        self.name = name ?? path
    }
}

/// The files that a model is trained on in memory. Only interactions are required.
public struct DataFilePaths: Sendable, Hashable {
    public var interactions: DataFile
    public var clients: DataFile?
    public var services: DataFile?
    public var links: DataFile?
    /// Whom recommendations are made for; nil: everyone in clients and interactions.
    public var users: DataFile?

    public init(interactions: DataFile, clients: DataFile? = nil, services: DataFile? = nil, links: DataFile? = nil, users: DataFile? = nil)
    {
        (self.interactions, self.clients, self.services, self.links, self.users) = (interactions, clients, services, links, users)
    }

    public var all: [DataFile] { [interactions] + [clients, services, links, users].compactMap(\.self) }
}
