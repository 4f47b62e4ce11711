import GemCache
import GemCore
import GemTesting
import HTTPTypes
import Testing

/// A stack that is open for a while.
@Suite struct OpenStackTests {
    /// Ends when the task is cancelled.
    private static func forever() async {
        let (stream, end) = AsyncStream<Int>.makeStream()
        for await _ in stream {}
        end.finish()
    }

    @Test(arguments: [true, false]) func whoIsCancelledWaitsForNoAnswerInTheAir(hasBegun: Bool) async throws {
        try await TemporaryFolder.with { folder in
            let (asked, left) = (Signal(), Signal())
            let upstream = ScriptedTransport { (_: Request) async throws(GemError) -> Response in
                asked.raise()
                if !hasBegun {
                    await Self.forever()
                    throw GemError(.cancelled, "given up")
                }
                let sent = Counter()
                let stream = ByteStream(next: { () throws(GemError) in
                    if sent.next() == 0 { return Array("data: {}\r\n\r\n".utf8) }
                    await Self.forever()
                    throw GemError(.cancelled, "given up")
                })
                return Response(
                    HTTPResponse(status: .ok, headerFields: [.contentType: "text/event-stream"]), body: .stream(stream, length: nil))
            }
            var options = Stack.Options()
            options.store = folder + "/store"
            let open = Task { [options] in
                try await Stack.open(options, over: upstream) { stack in
                    let question = Task { try await stack.send(CacheLayerTests.ask("hi", verb: "streamGenerateContent?alt=sse")) }
                    await asked.wait()
                    question.cancel()
                    _ = try? await question.value
                    left.raise()
                }
            }
            await left.wait()
            open.cancel()
            try await open.value
        }
    }
}
