internal import GemCore

/// A request body on its way to a transport's hands; touched on the event loop only.
final class Upload {
    var framing: BodyFraming
    var body = ByteChannel()
    var count = 0
    /// The reader is behind; nothing more is taken from the socket.
    var isPaused = false
    /// The reader has gone; what still comes is thrown away.
    var isDiscarded = false
    /// The client broke the rules; nothing more is understood.
    var isBroken = false

    init(framing: BodyFraming) { self.framing = framing }

    var id: ObjectIdentifier { ObjectIdentifier(self) }
}
