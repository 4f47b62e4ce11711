package import GemCore
internal import HTTPTypes

extension Response {
    /// The answer that tells a client of `error`; never the cause, which may name local files.
    package init(_ error: GemError) {
        if error.code == .queued {
            self = .queued(error)
            return
        }
        if let upstream = error.upstream, (400...599).contains(upstream.httpStatus) {
            self = .rpcError(
                httpStatus: upstream.httpStatus, status: upstream.status.isEmpty ? "UNKNOWN" : upstream.status, message: upstream.message,
                reason: upstream.reason)
            if let delay = upstream.retryDelayMilliseconds { head.headerFields[.retryAfter] = String((delay + 999) / 1000) }
            return
        }
        let row = Self.row(for: error.code)
        self = .rpcError(httpStatus: row.status, status: row.name, message: error.message, reason: row.reason)
        if error.code == .offline || error.code == .unreachable { head.headerFields[.retryAfter] = "30" }
    }

    private static func row(for code: GemError.Code) -> (status: Int, name: String, reason: String?) {
        switch code {
        case .notRecorded: (400, "FAILED_PRECONDITION", "NOT_RECORDED")
        case .badInput, .usage: (400, "INVALID_ARGUMENT", nil)
        case .refused: (403, "PERMISSION_DENIED", nil)
        case .cancelled: (499, "CANCELLED", nil)
        case .upstream, .noAnswer: (502, "UNAVAILABLE", nil)
        case .cut: (502, "UNAVAILABLE", "CUT")
        case .offline: (503, "UNAVAILABLE", "OFFLINE")
        case .unreachable: (503, "UNAVAILABLE", "UNREACHABLE")
        case .notCached: (504, "DEADLINE_EXCEEDED", "NOT_CACHED")
        case .timeout: (504, "DEADLINE_EXCEEDED", nil)
        default: (500, "INTERNAL", nil)
        }
    }

    private static func queued(_ error: GemError) -> Response {
        let ticket = error.ticket ?? ""
        var response = Response.json(
            .accepted,
            JSON.members(["ticket": .string(ticket), "state": .string("QUEUED"), "message": .string(error.message)]).bytes(.pretty))
        response.head.headerFields[.location] = "/__gemcache/queue/\(PercentCoding.encode(ticket))"
        return response
    }

    /// This error answer as the real service frames it on a stream of JSON array elements: `[{"error":…}]`.
    func framed(for shape: Route.Shape) -> Response {
        guard shape == .array, head.status.code >= 400, case .bytes(let bytes) = body else { return self }
        var response = self
        response.body = .bytes([UInt8(ascii: "[")] + bytes.dropLast() + [UInt8(ascii: "]")])
        return response
    }
}
