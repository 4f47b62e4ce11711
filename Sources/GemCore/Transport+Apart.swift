extension Transport {
    /// Sends in a task of its own, whose stack is gone when the head of the answer is there.
    ///
    /// A task keeps the stack of its deepest moment: some tens of kilobytes below all layers, which a stream that stays open would hold to its end. Costs about a
    /// microsecond. Cancelling the caller cancels the request.
    package func sendApart(_ request: Request) async throws(GemError) -> Response {
        async let sent = result(of: request)
        return try await sent.get()
    }

    private func result(of request: Request) async -> Result<Response, GemError> {
        do throws(GemError) { return .success(try await send(request)) } catch { return .failure(error) }
    }
}
