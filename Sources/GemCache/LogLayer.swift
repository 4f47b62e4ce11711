package import GemCore
internal import HTTPTypes

/// Tells one line an exchange: what was asked, what came back, how the cache dealt with it. No header, no body, no query, no secret.
package struct LogLayer: Layer {
    /// One exchange.
    package struct Line: Sendable {
        /// The operation's name.
        package var operation: String
        /// The model, or the resource.
        package var subject: String
        /// The HTTP status; nil where no answer came.
        package var status: Int?
        /// The failure's kind; nil where an answer came.
        package var failure: String?
        /// What the cache did.
        package var cacheStatus: CacheStatus?
        /// Milliseconds until the head came.
        package var milliseconds: Double
    }

    private let time: any TimeSource
    private let log: @Sendable (Line) -> Void

    /// Makes the layer.
    package init(time: any TimeSource, log: @escaping @Sendable (Line) -> Void) {
        self.time = time
        self.log = log
    }

    package func send(_ request: Request, next: any Transport) async throws(GemError) -> Response {
        let route = request.route
        let start = time.now
        var line = Line(
            operation: route.operation.rawValue, subject: route.model.isEmpty ? route.resource : route.model, status: nil, failure: nil,
            cacheStatus: nil, milliseconds: 0)
        do throws(GemError) {
            let response = try await next.send(request)
            line.status = response.head.status.code
            line.cacheStatus = response.cacheStatus
            line.milliseconds = time.now.seconds(since: start) * 1000
            log(line)
            return response
        } catch {
            line.failure = error.code.name
            line.milliseconds = time.now.seconds(since: start) * 1000
            log(line)
            throw error
        }
    }
}

extension LogLayer.Line: CustomStringConvertible {
    /// `generateContent gemini-2.5-flash 200 hit 0.3 ms`.
    package var description: String {
        let outcome = status.map(String.init) ?? failure ?? "?"
        let cache = cacheStatus.map { " \($0.outcome)" } ?? ""
        return "\(operation)\(subject.isEmpty ? "" : " " + subject) \(outcome)\(cache) \((milliseconds * 10).rounded() / 10) ms"
    }
}
