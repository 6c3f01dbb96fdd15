/// Why the database did not do what it was asked. Never carries a value that was bound.
public enum DatabaseError: Error, Sendable, Equatable {
    case unsupported(String)
    case cannotOpen(String)
    case closed
    /// Another process held the write lock longer than the time-out.
    case busy
    /// No room, an I/O error or a damaged file: somebody has to look.
    case broken(String)
    /// A constraint of the schema refused the row.
    case constraint(String)
    /// The statement itself is wrong: a fault of ours.
    case statement(String)
    /// A column holds something else than the program expects.
    case unexpected(column: String)
    /// Text with U+0000 can be stored by no engine alike.
    case zeroByte
    case migration(name: String, problem: String)

    /// Whether trying again later may help without anybody doing something.
    public var isPassing: Bool { self == .busy }
}
