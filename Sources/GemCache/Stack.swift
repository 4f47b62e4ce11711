package import GemCassette
public import GemCore
package import GemStore
internal import HTTPTypes

/// A transport with everything around it: Log › Record/Replay › Uploads › Cache › Offline › Upload › Retry › Auth › upstream.
///
/// The order is written here and nowhere else. A request that misses goes down once and comes up once; a hit turns round at Cache.
public final class Stack: Transport {
    /// What goes into a stack.
    package struct Settings: Sendable {
        /// Where answers are kept.
        package var store: Store
        /// Records or replays every exchange; none by default.
        package var cassette: CassetteLayer?
        /// Where the Developer API is, as recorded uploads name it.
        package var uploadBase = "https://generativelanguage.googleapis.com"
        /// Whether the network may never be used.
        package var isOffline = false
        /// How failed attempts are repeated.
        package var retry = RetryDecision.Policy()
        /// How long answers are fresh.
        package var freshness = Freshness()
        /// Bytes of uploaded files held while they live upstream, so that one it loses can be sent again; 0 for none.
        package var heldUploads: Int64 = 1 << 30
        /// Whether each credential has a cache of its own.
        package var isScoped = false
        /// Whether streams are read, and kept, on the thread their bytes arrive on: the cheapest where one is read at a time, and in the way of all others.
        package var readsWhereBytesArrive = false
        /// The clock.
        package var time: any TimeSource = SystemTime()
        /// Told each exchange once its head is there.
        package var log: (@Sendable (LogLayer.Line) -> Void)?

        /// The defaults around a store.
        package init(store: Store) { self.store = store }
    }

    private let outermost: any Transport
    private let belowOffline: any Transport
    let deck = FlightDeck()
    private let desk: UploadDesk
    private let intake: UploadIntake
    private let belowUpload: any Transport
    let settings: Settings
    /// Counts what this stack is asked, what it saves, and what it sends.
    package let meter: Meter

    /// Puts the layers around `upstream`.
    package init(_ upstream: any Transport, _ settings: Settings) {
        self.settings = settings
        // Sealed at the bottom, so that no way through the stack, upload and sync included, is live by accident.
        let isSealed = settings.isOffline || settings.cassette?.sendsNothing == true
        meter = Meter(settings.store)
        let authorized: any Transport =
            isSealed ? SealedTransport() : upstream.wrapped(by: AuthLayer()).wrapped(by: MeterLayer(meter: meter, time: settings.time))
        let shelf = AnswerShelf(store: settings.store, time: settings.time, freshness: settings.freshness, meter: meter)
        // Where clients repeat as they see fit, so they do with uploads.
        var limits = FileUploader.Limits()
        limits.failures = max(1, settings.retry.attempts)
        desk = UploadDesk(store: settings.store, time: settings.time, limits: limits, lifetime: settings.freshness[.files])
        belowUpload =
            authorized
            .wrapped(by: RetryLayer(policy: settings.retry, time: settings.time))
        belowOffline = belowUpload.wrapped(by: UploadLayer(desk: desk))
        var transport =
            belowOffline
            .wrapped(by: OfflineLayer(store: settings.store, time: settings.time, isForbidden: settings.isOffline))
            .wrapped(
                by: CacheLayer(
                    shelf: shelf, deck: deck, time: settings.time, isScoped: settings.isScoped,
                    readsWhereBytesArrive: settings.readsWhereBytesArrive))
        var intakeLimits = UploadIntake.Limits()
        intakeLimits.held = settings.heldUploads
        // A cassette keeps an upload's steps as the API's, wherever this is served.
        let base =
            settings.cassette == nil
            ? nil : settings.uploadBase.hasSuffix("/") ? String(settings.uploadBase.dropLast()) : settings.uploadBase
        intake = UploadIntake(
            store: settings.store, desk: desk, sender: belowUpload, time: settings.time, limits: intakeLimits, base: base)
        transport = transport.wrapped(by: intake)
        if let cassette = settings.cassette { transport = transport.wrapped(by: cassette) }
        if let log = settings.log { transport = transport.wrapped(by: LogLayer(time: settings.time, log: log)) }
        outermost = transport
    }

    public func send(_ request: Request) async throws(GemError) -> Response {
        var request = request
        // Doors do so too; a key that one forgot must not reach the store, a cassette or the log. What stands in the query of an address of its own is no key of ours,
        // and the address is none without it.
        let address = request.head.authority == nil ? nil : request.head.path
        if address != nil { request.head.path = nil }
        request.liftCredential()
        if let address { request.head.path = address }
        return try await outermost.send(request)
    }

    /// Uploads a local file unless its content is up and live already; gives its URI, and whether it was. Throws `timeout` where it takes longer than `timeLimit` seconds.
    public func upload(
        _ attachment: Attachment, credential: Credential?, timeLimit: Double? = nil, onProgress: (@Sendable (Progress) -> Void)? = nil
    ) async throws(GemError) -> (uri: String, wasLive: Bool) {
        let (desk, sender) = (desk, belowUpload)
        let copy = try await TimeBudget(timeLimit, settings.time).spend(on: attachment) { () async throws(GemError) in
            try await desk.usable(attachment, credential, sender, onProgress)
        }
        return (copy.file.uri, copy.wasLive)
    }

    /// Sends what waits in the queue.
    public var sync: Sync { Sync(store: settings.store, sender: belowOffline, time: settings.time, freshness: settings.freshness) }

    /// Answers known questions without leaving the caller's thread; nil where a cassette must see every request, or where the answer depends on who asks.
    package var hits: (any HitSource)? {
        guard settings.cassette == nil, !settings.isScoped else { return nil }
        let shelf = AnswerShelf(store: settings.store, time: settings.time, freshness: settings.freshness, meter: meter)
        return HitShelf(shelf, time: settings.time, log: settings.log)
    }

    /// Waits until every answer in the air has landed in the store.
    public func drain() async {
        await deck.drain()
        await intake.drain()
    }

    /// As `drain`; where the caller's task is cancelled, answers that are still coming are given up.
    func drainUnlessCancelled() async {
        await deck.drainUnlessCancelled()
        await intake.drain()
    }
}

/// Stands where the network would be while it may not be used.
private struct SealedTransport: Transport {
    func send(_ request: Request) async throws(GemError) -> Response {
        throw GemError(.offline, "The network is switched off here, and this needs it: \(request.route.operation.rawValue). Do it online.")
    }
}
