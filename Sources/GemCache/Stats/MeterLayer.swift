package import GemCore
internal import HTTPTypes
internal import Synchronization

/// Counts what really goes upstream, attempt by attempt, and how long whole answers take; right above Auth.
package struct MeterLayer: Layer {
    private let meter: Meter
    private let time: any TimeSource

    /// Counts on `meter`.
    package init(meter: Meter, time: any TimeSource) {
        self.meter = meter
        self.time = time
    }

    package func send(_ request: Request, next: any Transport) async throws(GemError) -> Response {
        let (route, start) = (request.route.stating(modelIn: request.body), time.now)
        let series = request.head.authority == nil ? route : Self.upload(route)
        meter.add(series, (.sent, 1))
        var response = try await next.send(request)
        guard response.head.status.code == 200 else { return response }
        guard case .stream(let stream, let length) = response.body else {
            landed(series, start)
            return response
        }
        let end = Once()
        var metered = ByteStream(
            next: { () throws(GemError) in
                var source = stream.makeAsyncIterator()
                let bytes = try await source.next()
                if bytes == nil, end.isFirst { landed(series, start) }
                return bytes
            }, cancel: { stream.cancel() })
        metered.executor = stream.executor
        response.body = .stream(metered, length: length)
        return response
    }

    private func landed(_ route: Route, _ start: Timestamp) {
        meter.add(route, (.answered, 1), (.milliseconds, Int64(max(0, time.now.seconds(since: start) * 1000))))
    }

    /// An address upstream handed out is an upload's, and may hold anything.
    private static func upload(_ route: Route) -> Route {
        var route = route
        (route.operation, route.model) = (.uploadFile, "")
        return route
    }
}

/// Something that happens once.
private final class Once: Sendable {
    private let hasHappened = Atomic(false)

    /// Whether it happens now.
    var isFirst: Bool { !hasHappened.exchange(true, ordering: .relaxed) }
}
