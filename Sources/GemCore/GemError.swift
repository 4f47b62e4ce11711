/// The one error every public call of gemcache throws: what kind, what was tried and what to do next, and the cause.
///
/// Messages never hold a credential.
public struct GemError: Error, Sendable {
    /// What kind of failure this is; open, so that new kinds break nobody.
    public var code: Code
    /// What was tried, what was found, what to run next.
    public var message: String
    /// The failure below, such as a C library's code and text.
    public var cause: (any Error)?
    /// What upstream said, where it answered at all.
    public var upstream: UpstreamFailure?
    /// The ticket under which a queued request can be found, where `code` is `.queued`.
    public var ticket: String?
    /// The local file that is not what it should be, where that is the error.
    public var path: String?

    /// Makes an error of a kind with a message.
    public init(
        _ code: Code, _ message: String, cause: (any Error)? = nil, upstream: UpstreamFailure? = nil, ticket: String? = nil,
        path: String? = nil
    ) {
        self.code = code
        self.message = message
        self.cause = cause
        self.upstream = upstream
        self.ticket = ticket
        self.path = path
    }

    /// A kind of failure, with the exit code the command line ends with.
    public struct Code: Sendable, Hashable {
        /// The kind's name, as printed in `--json` output.
        public let name: String
        /// The process exit code (sysexits where one fits).
        public let exitCode: Int32

        package init(_ name: String, _ exitCode: Int32) {
            self.name = name
            self.exitCode = exitCode
        }

        /// Upstream answered, but there is no text in it: blocked or empty.
        public static let noAnswer = Code("no-answer", 1)
        /// The command line was wrong.
        public static let usage = Code("usage", 64)
        /// An input file or request is not what it should be.
        public static let badInput = Code("bad-input", 65)
        /// The cache has no answer and the network may not be used.
        public static let offline = Code("offline", 69)
        /// The caller wants only what is stored, and nothing that will do is.
        public static let notCached = Code("not-cached", 69)
        /// A cassette in replay has no such request.
        public static let notRecorded = Code("not-recorded", 69)
        /// Nothing was sent: name lookup, connection or TLS handshake failed.
        public static let unreachable = Code("unreachable", 69)
        /// The connection was lost after the request was (partly) sent.
        public static let cut = Code("cut", 76)
        /// A connect or idle time-out passed after the request was sent.
        public static let timeout = Code("timeout", 76)
        /// Something that cannot happen did.
        public static let `internal` = Code("internal", 70)
        /// The store or a file could not be read or written.
        public static let store = Code("store", 74)
        /// The request waits in the durable queue.
        public static let queued = Code("queued", 75)
        /// Upstream answered with an error.
        public static let upstream = Code("upstream", 76)
        /// Upstream refused the credential or the permission.
        public static let refused = Code("refused", 77)
        /// A setting is missing or wrong.
        public static let configuration = Code("configuration", 78)
        /// The caller gave up.
        public static let cancelled = Code("cancelled", 130)
    }
}

extension GemError: CustomStringConvertible {
    /// The kind, the message and the cause on one line.
    public var description: String {
        guard let cause else { return "\(code.name): \(message)" }
        return "\(code.name): \(message) (\(cause))"
    }
}

/// An error answer of the API: HTTP status and `google.rpc.Status`.
public struct UpstreamFailure: Sendable, Hashable {
    /// The HTTP status.
    public var httpStatus: Int
    /// The `google.rpc.Code` name, such as `RESOURCE_EXHAUSTED`; empty where upstream sent none.
    public var status: String
    /// Upstream's own message.
    public var message: String
    /// `RetryInfo.retryDelay` in milliseconds, where upstream asked for a pause.
    public var retryDelayMilliseconds: Int64?
    /// `ErrorInfo.reason`, such as `API_KEY_INVALID`.
    public var reason: String?
    /// `google.rpc.Status.details` as they came; `details` has them typed.
    public var rawDetails: [JSON] = []

    /// Makes the record of an error answer.
    public init(
        httpStatus: Int, status: String, message: String, retryDelayMilliseconds: Int64? = nil, reason: String? = nil
    ) {
        self.httpStatus = httpStatus
        self.status = status
        self.message = message
        self.retryDelayMilliseconds = retryDelayMilliseconds
        self.reason = reason
    }
}

/// The code and text a C library gave for a failure.
public struct LibraryFailure: Error, Sendable, CustomStringConvertible {
    /// The library's name, such as `LMDB`.
    public let library: String
    /// The library's own error number.
    public let code: Int32
    /// The library's own text.
    public let text: String

    /// Records a failure of `library`.
    public init(library: String, code: Int32, text: String) {
        self.library = library
        self.code = code
        self.text = text
    }

    /// `LMDB -30792: MDB_MAP_FULL…`
    public var description: String { "\(library) \(code): \(text)" }
}
