import GemCore
import GemServer
import HTTPTypes
import Testing

@Suite struct ErrorAnswerTests {
    @Test(arguments: [
        (GemError.Code.notRecorded, 400, "FAILED_PRECONDITION", "NOT_RECORDED"), (.badInput, 400, "INVALID_ARGUMENT", ""),
        (.refused, 403, "PERMISSION_DENIED", ""), (.offline, 503, "UNAVAILABLE", "OFFLINE"),
        (.unreachable, 503, "UNAVAILABLE", "UNREACHABLE"), (.cut, 502, "UNAVAILABLE", "CUT"), (.timeout, 504, "DEADLINE_EXCEEDED", ""),
        (.internal, 500, "INTERNAL", ""), (.store, 500, "INTERNAL", ""), (.cancelled, 499, "CANCELLED", ""),
        (.upstream, 502, "UNAVAILABLE", ""),
    ])
    func everyFailureHasItsAnswer(_ code: GemError.Code, _ status: Int, _ name: String, _ reason: String) async throws {
        let transport = FakeTransport { _ throws(GemError) in
            throw GemError(code, "told so", cause: LibraryFailure(library: "libc", code: 2, text: "hidden cause"))
        }
        try await withClient(transport) { client, _ in
            try await client.send(post("/v1beta/models/m:generateContent", "{}") + get("/"))
            let answer = try await client.answer()
            #expect(answer.status == status)
            let json = try JSON(parsing: Array(answer.body.utf8))
            #expect(json["error"]?["code"] == .int(status))
            #expect(json["error"]?["status"] == .string(name))
            #expect(json["error"]?["message"] == .string("told so"))
            #expect(answer.body.contains("\"reason\": \"\(reason)\"") == !reason.isEmpty)
            #expect((answer["Retry-After"] != nil) == (status == 503))
            #expect(!answer.body.contains("hidden"))
            #expect(try await client.answer().status == status)
        }
    }

    @Test func aQueuedQuestionGetsItsTicket() async throws {
        let transport = FakeTransport { _ throws(GemError) in throw GemError(.queued, "It waits.", ticket: "q 7") }
        try await withClient(transport) { client, _ in
            try await client.send(get("/"))
            let answer = try await client.answer()
            #expect(answer.status == 202)
            #expect(answer["Location"] == "/__gemcache/queue/q%207")
            #expect(try JSON(parsing: Array(answer.body.utf8))["ticket"] == .string("q 7"))
        }
    }

    @Test func whatUpstreamSaidIsPassedOn() async throws {
        let failure = UpstreamFailure(
            httpStatus: 429, status: "RESOURCE_EXHAUSTED", message: "slow down", retryDelayMilliseconds: 1500, reason: "QUOTA")
        let transport = FakeTransport { _ throws(GemError) in throw GemError(.upstream, "x", upstream: failure) }
        try await withClient(transport) { client, _ in
            try await client.send(get("/"))
            let answer = try await client.answer()
            #expect(answer.status == 429)
            #expect(answer["Retry-After"] == "2")
            #expect(answer.body.contains("slow down"))
            #expect(answer.body.contains("QUOTA"))
        }
    }

    @Test func onAStreamOfArrayElementsAnErrorIsAnElement() async throws {
        let transport = FakeTransport { _ throws(GemError) in throw GemError(.offline, "no network") }
        try await withClient(transport) { client, _ in
            try await client.send(post("/v1beta/models/m:streamGenerateContent", "{}"))
            let answer = try await client.answer()
            #expect(answer.body.hasPrefix("[{"))
            #expect(answer.body.hasSuffix("}]"))
            try await client.send(post("/v1beta/models/m:streamGenerateContent?alt=sse", "{}"))
            #expect(try await client.answer().body.hasPrefix("{"))
        }
    }
}
