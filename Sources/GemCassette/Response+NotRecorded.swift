public import GemCore

extension Response {
    /// The answer a server gives for a request without a recording: 400 `FAILED_PRECONDITION`, reason `NOT_RECORDED`, which no client retries.
    public static func notRecorded(_ error: GemError) -> Response {
        .rpcError(httpStatus: 400, status: "FAILED_PRECONDITION", message: error.message, reason: "NOT_RECORDED")
    }
}
