import GemCore
import Testing

@Suite struct ErrorDetailTests {
    private static let prefix = "type.googleapis.com/google.rpc."

    private func detail(_ type: String, _ members: String) throws -> ErrorDetail {
        ErrorDetail(try JSON(parsing: #"{"@type":"\#(Self.prefix)\#(type)",\#(members)}"#))
    }

    @Test func everyKindIsTyped() throws {
        let info = try detail("ErrorInfo", #""reason":"API_KEY_INVALID","domain":"googleapis.com","metadata":{"service":"s","n":1}"#)
        #expect(info == .errorInfo(reason: "API_KEY_INVALID", domain: "googleapis.com", metadata: ["service": "s"]))
        #expect(try detail("RetryInfo", #""retryDelay":"48s""#) == .retryInfo(milliseconds: 48_000))
        #expect(try detail("RetryInfo", #""retryDelay":"soon""#) == .retryInfo(milliseconds: nil))
        let quota = try detail(
            "QuotaFailure",
            #""violations":[{"quotaMetric":"m","quotaId":"RequestsPerDay-FreeTier","quotaDimensions":{"model":"g"},"quotaValue":"250"}]"#)
        let violation = ErrorDetail.QuotaViolation(
            metric: "m", id: "RequestsPerDay-FreeTier", dimensions: ["model": "g"], limit: 250, subject: "", description: "")
        #expect(quota == .quotaFailure([violation]) && violation.isPerDay)
        #expect(
            try detail("BadRequest", #""fieldViolations":[{"field":"contents[0].parts","description":"no"},{"description":"root"}]"#)
                == .badRequest([.init(field: "contents[0].parts", description: "no"), .init(field: "", description: "root")]))
        #expect(
            try detail("PreconditionFailure", #""violations":[{"type":"TOS","subject":"s","description":"accept it"}]"#)
                == .preconditionFailure([.init(type: "TOS", subject: "s", description: "accept it")]))
        #expect(
            try detail("Help", #""links":[{"description":"Read","url":"https://h"}]"#)
                == .help([.init(description: "Read", url: "https://h")]))
        #expect(
            try detail("LocalizedMessage", #""locale":"en-US","message":"No.""#)
                == .localizedMessage(locale: "en-US", message: "No."))
        #expect(try detail("RequestInfo", #""requestId":"r","servingData":"d""#) == .requestInfo(id: "r", servingData: "d"))
        #expect(
            try detail("ResourceInfo", #""resourceType":"t","resourceName":"n","owner":"o","description":"d""#)
                == .resourceInfo(type: "t", name: "n", owner: "o", description: "d"))
        #expect(
            try detail("DebugInfo", #""stackEntries":["a","b"],"detail":"[ORIGINAL ERROR]""#)
                == .debugInfo(stack: ["a", "b"], detail: "[ORIGINAL ERROR]"))
    }

    @Test func whatIsNotKnownIsKept() throws {
        let json = try JSON(parsing: #"{"@type":"type.googleapis.com/new.Kind","a":[1]}"#)
        #expect(ErrorDetail(json) == .other(type: "new.Kind", json))
        #expect(ErrorDetail(7) == .other(type: "", 7))
        #expect(try detail("QuotaFailure", #""violations":7"#) == .quotaFailure([]))
    }

    @Test func anErrorAnswerHasThemInOrder() {
        let failure = UpstreamFailure(
            httpStatus: 400,
            body: Array(
                #"{"error":{"code":400,"details":[{"@type":"\#(Self.prefix)Help","links":[]},{"@type":"\#(Self.prefix)BadRequest","fieldViolations":[{"field":"f"}]},{"x":1}]}}"#
                    .utf8))
        #expect(failure.details == [.help([]), .badRequest([.init(field: "f", description: "")]), .other(type: "", ["x": 1])])
        #expect(failure.fieldViolations.map(\.field) == ["f"] && failure.quotaViolations.isEmpty)
        #expect(UpstreamFailure(httpStatus: 500, body: []).details.isEmpty)
    }
}
