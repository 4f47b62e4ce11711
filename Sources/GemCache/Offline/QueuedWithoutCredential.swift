package import GemCore

/// That a question of the Developer API waits in the queue without a key to send it with; the cause of its `queued` error.
package struct QueuedWithoutCredential: Error, CustomStringConvertible {
    /// Why the question was not sent.
    package let cause: GemError?

    package var description: String { cause?.description ?? "no key came with it" }
}
