import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

/// Answers that are cut after their head.
@Suite struct RetryLayerTests {
    /// Cuts its first `cuts` answers in the middle.
    private static func upstream(cuts: Int, announces: Bool = true) -> ScriptedTransport {
        let place = Counter()
        return ScriptedTransport { _ in
            let bytes = Array(CacheLayerTests.answer.utf8)
            guard place.next() < cuts else { return .json(.ok, bytes) }
            let sent = Counter()
            let stream = ByteStream(next: { () throws(GemError) in
                if sent.next() == 0 { return Array(bytes.prefix(20)) }
                if announces { return nil }
                throw GemError(.cut, "lost")
            })
            return Response(HTTPResponse(status: .ok), body: .stream(stream, length: announces ? Int64(bytes.count) : nil))
        }
    }

    @Test(arguments: [true, false]) func anAnswerThatIsCutAfterItsHeadIsAskedForAgain(announces: Bool) async throws {
        try await TemporaryStore.with { store in
            let upstream = Self.upstream(cuts: 2, announces: announces)
            let response = try await CacheLayerTests.stack(store, upstream).send(CacheLayerTests.ask("hi"))
            #expect(try await CacheLayerTests.text(response) == CacheLayerTests.answer)
            #expect(response.cacheStatus?.stored == true)
            #expect(upstream.requests.count == 3)
        }
    }

    @Test func itsQuestionWaitsInTheQueueWhereThatIsAllowed() async throws {
        try await TemporaryStore.with { store in
            let upstream = Self.upstream(cuts: 4)
            let stack = CacheLayerTests.stack(store, upstream)
            var request = CacheLayerTests.ask("hi")
            request.options.offline = .queue
            let error = await #expect(throws: GemError.self) { try await stack.send(request) }
            #expect(error?.code == .queued)
            let summary = try await stack.sync.run(credential: nil)
            #expect(summary.answered == 1)
        }
    }

    @Test(arguments: [true, false]) func aStreamThatIsCutBeforeItsFirstByteIsAskedForAgain(ends: Bool) async throws {
        try await TemporaryStore.with { store in
            let (place, event) = (Counter(), Array("data: \(CacheLayerTests.answer)\r\n\r\n".utf8))
            let upstream = ScriptedTransport { _ in
                let number = place.next()
                let sent = Counter()
                let stream = ByteStream(next: { () throws(GemError) in
                    if number == 2 { return sent.next() == 0 ? event : nil }
                    if ends { return nil }
                    throw GemError(.cut, "lost")
                })
                return Response(
                    HTTPResponse(status: .ok, headerFields: [.contentType: "text/event-stream"]), body: .stream(stream, length: nil))
            }
            let response = try await CacheLayerTests.stack(store, upstream).send(
                CacheLayerTests.ask("hi", verb: "streamGenerateContent?alt=sse"))
            #expect(try await CacheLayerTests.text(response).utf8.elementsEqual(event))
            #expect(upstream.requests.count == 3)
        }
    }

    @Test func aStreamThatIsCutIsNotAskedForAgain() async throws {
        try await TemporaryStore.with { store in
            let upstream = Self.upstream(cuts: 1, announces: false)
            let response = try await CacheLayerTests.stack(store, upstream).send(
                CacheLayerTests.ask("hi", verb: "streamGenerateContent?alt=sse"))
            await #expect(throws: GemError.self) { try await CacheLayerTests.text(response) }
            #expect(upstream.requests.count == 1)
        }
    }

    @Test func aLargeAnswerIsHandedOnAsItComes() async throws {
        let (chunk, count) = ([UInt8](repeating: 32, count: 8 << 20), 6)
        let upstream = ScriptedTransport { _ in
            let place = Counter()
            return Response(
                HTTPResponse(status: .ok),
                body: .stream(
                    ByteStream(next: { () throws(GemError) in place.next() < count ? chunk : nil }), length: Int64(count * chunk.count)))
        }
        let layer = upstream.wrapped(by: RetryLayer(time: ManualTime()))
        let response = try await layer.send(CacheLayerTests.ask("hi"))
        guard case .stream = response.body else {
            Issue.record("it was collected")
            return
        }
        #expect(try await response.body.collect(upTo: 1 << 30).count == count * chunk.count)
    }
}
