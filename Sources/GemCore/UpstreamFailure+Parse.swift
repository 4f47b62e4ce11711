extension UpstreamFailure {
    /// Reads an error answer's body: `google.rpc.Status` under `error` (also in a one-element array, also with a string for its code), else its text.
    ///
    /// Never fails: what cannot be read becomes the message, trimmed and shortened to 500 characters.
    public init(httpStatus: Int, body: [UInt8]) {
        self.init(httpStatus: httpStatus, status: "", message: "")
        guard let json = try? JSON(parsing: body), let error = (json[0] ?? json)["error"] else {
            message = Self.trimmed(body)
            return
        }
        guard error.object != nil else {
            message = error.string ?? Self.trimmed(body)
            return
        }
        status = error["status"]?.string ?? ""
        message = error["message"]?.string ?? ""
        if status.isEmpty, case .string(let code)? = error["code"] { status = code }
        rawDetails = error["details"]?.array ?? []
        for detail in rawDetails {
            switch detail["@type"]?.string?.split(separator: "/").last {
            case "google.rpc.RetryInfo": retryDelayMilliseconds = detail["retryDelay"]?.string.flatMap { ProtoDuration.milliseconds($0) }
            case "google.rpc.ErrorInfo": reason = detail["reason"]?.string
            default: break
            }
        }
    }

    private static func trimmed(_ body: [UInt8]) -> String {
        func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
        let start = body.firstIndex { !isSpace($0) } ?? body.endIndex
        let end = body.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start
        return String(String(decoding: body[start..<max(start, end)].prefix(4000), as: UTF8.self).prefix(500))
    }
}
