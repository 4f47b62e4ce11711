import GemCore
import HTTPTypes
import Testing

@Suite struct ErrorAnswerTests {
    @Test func anErrorAnswerHasTheFormOfTheAPI() async throws {
        let response = Response.rpcError(
            httpStatus: 400, status: "FAILED_PRECONDITION", message: "No \"recording\".", reason: "NOT_RECORDED")
        #expect(response.head.status == .badRequest)
        #expect(response.head.headerFields[.contentType] == "application/json; charset=UTF-8")
        let text = String(decoding: try await response.body.collect(upTo: 10_000), as: UTF8.self)
        #expect(
            text == """
                {
                  "error": {
                    "code": 400,
                    "message": "No \\"recording\\".",
                    "status": "FAILED_PRECONDITION",
                    "details": [
                      {
                        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                        "reason": "NOT_RECORDED",
                        "domain": "gemcache"
                      }
                    ]
                  }
                }

                """)
    }

    @Test func detailsAreLeftOutWhereThereAreNone() async throws {
        let response = Response.rpcError(httpStatus: 404, status: "NOT_FOUND", message: "m")
        let json = try JSON(parsing: try await response.body.collect(upTo: 10_000))
        #expect(json["error"]?["details"] == nil)
    }

    @Test(arguments: [(Int64(48_000), "48s"), (500, "0.500s"), (0, "0s"), (-1_250, "-1.250s"), (60_007, "60.007s")])
    func aPauseIsAskedForAsADuration(milliseconds: Int64, text: String) async throws {
        let response = Response.rpcError(
            httpStatus: 429, status: "RESOURCE_EXHAUSTED", message: "m", retryDelayMilliseconds: milliseconds)
        let body = try await response.body.collect(upTo: 10_000)
        let json = try JSON(parsing: body)
        #expect(json["error"]?["details"]?[0]?["retryDelay"] == .string(text))
        #expect(UpstreamFailure(httpStatus: 429, body: body).retryDelayMilliseconds == milliseconds)
    }

    @Test func statusMessageReasonAndPauseAreRead() {
        let body = Array(
            #"""
            {"error":{"code":429,"message":"You exceeded your current quota.","status":"RESOURCE_EXHAUSTED","details":[
            {"@type":"type.googleapis.com/google.rpc.Help","links":[]},
            {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"RATE_LIMIT_EXCEEDED","domain":"googleapis.com"},
            {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"48.9s"}]}}
            """#.utf8)
        var failure = UpstreamFailure(httpStatus: 429, body: body)
        #expect(failure.rawDetails.count == 3)
        failure.rawDetails = []
        #expect(
            failure
                == UpstreamFailure(
                    httpStatus: 429, status: "RESOURCE_EXHAUSTED", message: "You exceeded your current quota.",
                    retryDelayMilliseconds: 48_900, reason: "RATE_LIMIT_EXCEEDED"))
    }

    @Test func anErrorInAnArrayIsRead() {
        let failure = UpstreamFailure(httpStatus: 404, body: Array(#"[{"error":{"code":404,"message":"gone","status":"NOT_FOUND"}}]"#.utf8))
        #expect(failure == UpstreamFailure(httpStatus: 404, status: "NOT_FOUND", message: "gone"))
    }

    @Test func aStringForACodeBecomesTheStatus() {
        let failure = UpstreamFailure(httpStatus: 400, body: Array(#"{"error":{"code":"invalid_request","message":"no"}}"#.utf8))
        #expect(failure == UpstreamFailure(httpStatus: 400, status: "invalid_request", message: "no"))
    }

    @Test(arguments: [
        ("  <html>no</html>\n", "<html>no</html>"), ("", ""), (" \n ", ""), (#"{"error":"unauthorized"}"#, "unauthorized"),
        (#"{"other":1}"#, #"{"other":1}"#), ("[]", "[]"),
    ])
    func whatIsNoStatusBecomesTheMessage(body: String, message: String) {
        #expect(UpstreamFailure(httpStatus: 502, body: Array(body.utf8)) == UpstreamFailure(httpStatus: 502, status: "", message: message))
    }

    @Test(arguments: ["48", "s", "nans", "1e300s", "-", "∞s"]) func aDelayThatIsNoDurationIsNone(text: String) {
        let body = #"{"error":{"details":[{"@type":"x/google.rpc.RetryInfo","retryDelay":"\#(text)"}]}}"#
        #expect(UpstreamFailure(httpStatus: 429, body: Array(body.utf8)).retryDelayMilliseconds == nil)
    }
}
