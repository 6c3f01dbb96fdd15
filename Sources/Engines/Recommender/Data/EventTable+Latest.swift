extension EventTable {
    /// The item of the client's latest event, which tells the audience of a client that nothing else is known of; nil: it has no event.
    public func latestItem(of client: Int) -> Int32? { starts[client] < starts[client + 1] ? items[starts[client + 1] - 1] : nil }
}
