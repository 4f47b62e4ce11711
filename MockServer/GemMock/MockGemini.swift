public import GemCore
internal import HTTPTypes

/// A Gemini API that answers from prepared fixtures, else from a deterministic synthesiser: no network, no key, no cost.
///
/// It is a `Transport` like the live API; a server makes it one for any client. Safe to use from any thread. Files, log and faults live in memory and a temporary folder, and go with the last reference.
public final class MockGemini: Transport, Sendable {
    /// How a mock behaves.
    public struct Options: Sendable {
        /// A folder of fixture files (see `MockServer/README.md`).
        public var fixtures: String?
        /// The clock under the mock's own (`clock`), by which pauses last.
        public var time: any TimeSource = SystemTime()
        /// How the clock behind file expiry, processing and quotas starts.
        public var clock: MockClock.Start = .now
        /// Another seed gives other, equally repeatable answers.
        public var seed: UInt64 = 0
        /// The only key or token accepted; nil accepts any that is not empty. Never printed with the options.
        public var requireKey: String? {
            get { required.map { String(decoding: $0.bytes, as: UTF8.self) } }
            set { required = newValue.map { .apiKey($0) } }
        }
        private(set) var required: Credential?
        /// How long a video stays PROCESSING.
        public var processingSeconds = 1.0
        /// How long a batch takes; half of it, it waits for its turn. From 48 hours on it expires first.
        public var batchSeconds = 1.0
        /// How many bytes one file may have.
        public var fileLimit: Int64 = 2 << 30
        /// How many bytes all files may have together.
        public var storageLimit: Int64 = 20 << 30
        /// How long answers take; no time by default.
        public var latency = Latency()
        /// Faults that stand from the start, and again after a reset.
        public var faults: [FaultOrder] = []
        /// How much may be asked in a minute and a day; without limits by default.
        public var quotas: [Quota] = []
        /// What file URIs and upload URLs begin with; nil takes the request's own host, else the live API's address.
        public var baseURL: String?
        /// Chunks of a resumable upload, but the last, come in multiples of this.
        public var chunkGranularity: Int64 = 8 << 20
        /// The largest body of a request that is no upload.
        public var bodyLimit = 100 << 20
        /// Told each request when its exchange has ended; called from any thread.
        public var onRecord: (@Sendable (RequestRecord) -> Void)?
        /// Writes the report of `POST /__mock/report`; nil where there is nowhere to write it.
        public var onReport: (@Sendable (JSON) throws(GemError) -> Void)?
        /// How many requests the log keeps at most; older ones are dropped.
        public var logLimit = 100_000
        /// How many of the latest questions the log keeps with their requests.
        public var questionLimit = 1000

        /// The defaults: no fixtures, the machine's clock, any key, one second of processing, no latency.
        public init() {}
    }

    /// The address of the live API.
    public static let liveBaseURL = "https://generativelanguage.googleapis.com"

    let options: Options
    /// The clock everything here goes by.
    public let clock: MockClock
    let log: RequestLog
    /// Goes into every digest of a credential, so that none can be guessed from it.
    let salt = UInt64.random(in: .min ... .max)
    let faults: FaultDesk
    let quotas: QuotaDesk
    let fixtures: FixtureShelf
    let shelf: FileShelf
    let caches: CacheShelf
    let batches = BatchShelf()
    let batchJobs = BatchJobShelf()
    /// What keys of questions know of files and caches.
    var resolver: MockResolver { MockResolver(files: shelf, caches: caches) }
    let interactions: InteractionShelf
    let memo: AnswerMemo

    /// Makes a mock; throws `badInput` where a fixture cannot be read.
    public init(_ options: Options = Options()) throws(GemError) {
        self.options = options
        clock = MockClock(options.time, start: options.clock)
        log = RequestLog(limit: options.logLimit, questions: options.questionLimit, onEnd: options.onRecord)
        memo = AnswerMemo(
            isOpen: options.fixtures == nil && options.faults.isEmpty && options.quotas.isEmpty && options.latency.isZero)
        faults = FaultDesk(standing: options.faults)
        quotas = QuotaDesk(options.quotas)
        fixtures = try FixtureShelf(folder: options.fixtures, time: options.time)
        shelf = FileShelf(time: clock, seed: options.seed, processingSeconds: options.processingSeconds, limit: options.storageLimit)
        caches = CacheShelf(files: shelf)
        interactions = InteractionShelf(time: clock, seed: options.seed)
    }

    /// The clock as desks and shelves see it: the request's own time where it brings one.
    var time: any TimeSource { clock }

    /// What was asked so far, in order; without `/__mock/` calls.
    public var requests: [RequestRecord] { log.records }

    /// How many exchanges a `stall` holds up.
    public var stalled: Int { faults.stalled }

    /// Forgets requests, faults, quotas' counts, files, uploads, caches, batches, interactions and added fixtures; what the options arranged stands again.
    public func reset() {
        faults.reset()
        quotas.reset()
        shelf.reset()
        caches.reset()
        batches.reset()
        batchJobs.reset()
        interactions.reset()
        fixtures.reset()
        log.reset()
        memo.reset()
    }

    /// Lets every stalled exchange go on.
    public func resume() { faults.resume() }

    /// Something the mock is told to do with coming requests.
    public struct Arrangement: Sendable {
        enum Kind: Sendable {
            case fault(FaultOrder)
            case fixture(JSON)
        }

        let kind: Kind

        /// A fault for the next `times` requests, of one operation or of any.
        public static func fault(_ fault: Fault, times: Int = 1, on operation: Route.Operation? = nil) -> Arrangement {
            Arrangement(kind: .fault(FaultOrder(fault, times: times, on: operation)))
        }

        /// A fault for the requests its order says.
        public static func fault(_ order: FaultOrder) -> Arrangement { Arrangement(kind: .fault(order)) }

        /// An answer in the form of a fixture file, tried before those of the folder.
        public static func fixture(_ fixture: JSON) -> Arrangement { Arrangement(kind: .fixture(fixture)) }
    }

    /// Arranges what happens next; throws `badInput` where a fixture is not what it should be.
    public func enqueue(_ arrangement: Arrangement) throws(GemError) {
        memo.close()
        switch arrangement.kind {
        case .fault(let order): faults.order(order)
        case .fixture(let json): try fixtures.add(json)
        }
    }

    /// Arranges a fault.
    public func enqueue(_ fault: Fault, times: Int = 1, on operation: Route.Operation? = nil) {
        memo.close()
        faults.order(FaultOrder(fault, times: max(0, times), on: operation))
    }

    public func send(_ request: Request) async throws(GemError) -> Response {
        if Self.isOwn(request.path) {
            if request.head.method != .get { memo.close() }
            return try await admin(request)
        }
        return try await Exchange(request, mock: self).run()
    }
}
