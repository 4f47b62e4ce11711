internal import GemCache
public import GemCore

extension Gemini {
    /// Work that goes on upstream, by its name: `models/M/operations/ID`, `fileSearchStores/X/operations/ID`, or in full with its project.
    public func operation(_ name: String) async throws(GemError) -> LongRunningOperation {
        let segments = name.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.count >= 2, segments.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            throw GemError(.badInput, "“\(name)” names no operation, such as models/MODEL/operations/ID.")
        }
        var request = Request.get((isVertex ? "/v1beta1/" : "/v1beta/") + segments.map { PercentCoding.encode($0) }.joined(separator: "/"))
        request.options.cache = .bypass
        return LongRunningOperation(json: try await call(request, to: "look up \(name)").json)
    }

    /// Asks, with growing pauses of up to a minute, until an operation has ended; throws `upstream` with its reason where it failed, `timeout` when `deadline`
    /// seconds have passed.
    public func wait(
        forOperation name: String, deadline: Double = 3600, onProgress: (@Sendable (LongRunningOperation) -> Void)? = nil
    ) async throws(GemError) -> LongRunningOperation {
        let operation = try await wait(for: name, deadline: deadline) { () throws(GemError) -> LongRunningOperation? in
            let operation = try await self.operation(name)
            onProgress?(operation)
            return operation.isDone ? operation : nil
        }
        guard let error = operation.error else { return operation }
        throw GemError(
            .upstream, "\(name) failed: \(error.message)",
            upstream: UpstreamFailure(httpStatus: 200, status: error.status ?? "", message: error.message))
    }

    /// Calls `look` until it gives something; failures that pass are borne a few times in a row.
    func wait<Value: Sendable>(
        for name: String, deadline: Double, _ look: () async throws(GemError) -> Value?
    ) async throws(GemError) -> Value {
        // What is no number is no time to wait.
        let seconds = deadline > 0 ? min(deadline, 1e9) : 0
        let end = time.now.adding(seconds: seconds)
        var pause = 1.0
        var failures = 0
        while true {
            do throws(GemError) {
                if let value = try await look() { return value }
                failures = 0
            } catch {
                failures += 1
                guard error.isPassing, failures < 5 else { throw error }
            }
            guard time.now < end else {
                throw GemError(
                    .timeout, "\(name) has not ended in \(Int(seconds)) s; it goes on, wait for it again later.")
            }
            try await time.sleep(until: min(time.now.adding(seconds: pause), end))
            pause = min(pause * 1.5, 60)
        }
    }
}
