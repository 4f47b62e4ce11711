/// The cause of an error that a transport means its server to show by breaking the connection, not by an answer.
package struct HangUp: Error, Sendable, CustomStringConvertible {
    /// Whether the connection is reset (TCP RST) rather than closed.
    package var resets: Bool

    /// Makes the cause.
    package init(resets: Bool) { self.resets = resets }

    package var description: String { resets ? "reset" : "hung up" }
}
