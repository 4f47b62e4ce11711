internal import HTTPTypes

extension Response {
    /// Makes an error answer in the API's own form: pretty-printed `{"error": {"code","message","status","details"}}`.
    ///
    /// `status` is a `google.rpc.Code` name. `reason` becomes an `ErrorInfo` of `domain`; `retryDelayMilliseconds` becomes a `RetryInfo`.
    public static func rpcError(
        httpStatus: Int, status: String, message: String, reason: String? = nil, domain: String = "gemcache",
        retryDelayMilliseconds: Int64? = nil
    ) -> Response {
        var details: [JSON] = []
        if let reason {
            details.append(["@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": .string(reason), "domain": .string(domain)])
        }
        if let retryDelayMilliseconds {
            details.append([
                "@type": "type.googleapis.com/google.rpc.RetryInfo",
                "retryDelay": .string(ProtoDuration.text(milliseconds: retryDelayMilliseconds)),
            ])
        }
        let error = JSON.members([
            "code": .int(httpStatus), "message": .string(message), "status": .string(status),
            "details": details.isEmpty ? nil : .array(details),
        ])
        return .json(HTTPResponse.Status(code: httpStatus), JSON.object(JSON.Object([.init("error", error)])).bytes(.pretty))
    }
}

/// `google.protobuf.Duration` in JSON: decimal seconds with an `s`, such as `48s` or `0.500s`.
package enum ProtoDuration {
    /// Reads a duration as whole milliseconds; nil where it is none or beyond what fits.
    package static func milliseconds(_ text: some StringProtocol) -> Int64? {
        guard text.last == "s", let seconds = Double(text.dropLast()), abs(seconds) < 1e12 else { return nil }
        return Int64((seconds * 1000).rounded())
    }

    /// Writes a duration.
    package static func text(milliseconds: Int64) -> String {
        let (seconds, rest) = milliseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
        let sign = milliseconds < 0 ? "-" : ""
        guard rest > 0 else { return "\(sign)\(seconds)s" }
        let digits = String(rest)
        return "\(sign)\(seconds).\(String(repeating: "0", count: 3 - digits.utf8.count))\(digits)s"
    }
}
