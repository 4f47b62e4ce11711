package import GemCore

/// A question waiting in the durable queue.
package struct OutboxRow: Sendable {
    /// The row's name: 16 hexadecimal digits, later rows sort later; empty before it is queued.
    package var ticket = ""
    /// The question's key.
    package var key: RequestKey
    /// The question's canonical form, which tells it from others whose keys collide; empty in rows of older builds.
    package var canonical: [UInt8]
    /// The HTTP method.
    package var method: String
    /// The path with its query, without any credential.
    package var path: String
    /// The body's media type.
    package var contentType: String
    /// The body.
    package var body: [UInt8]
    /// gemcache's own options.
    package var options: RequestOptions
    /// Which service is asked.
    package var api: Route.API
    /// Local media the body names; their `path` lies in the store.
    package var attachments: [Attachment]
    /// Who asked; `sync` sends it with the same credential.
    package var scope: CredentialScope
    /// When it was queued.
    package var created: Timestamp
    /// Where it stands.
    package var state: OutboxState
    /// Where the body lies already.
    var staged: StagedBlob?

    /// Describes a question to queue.
    package init(
        key: RequestKey, canonical: [UInt8] = [], method: String = "POST", path: String, contentType: String = "application/json",
        body: [UInt8],
        options: RequestOptions = RequestOptions(), api: Route.API = .developer, attachments: [Attachment] = [],
        scope: CredentialScope = .none, created: Timestamp
    ) {
        self.key = key
        self.canonical = canonical
        self.method = method
        self.path = path
        self.contentType = contentType
        self.body = body
        self.options = options
        self.api = api
        self.attachments = attachments
        self.scope = scope
        self.created = created
        state = .pending(attempts: 0, notBefore: created)
    }
}

/// Where a queued question stands.
package enum OutboxState: Sendable, Hashable {
    /// It waits for its time.
    case pending(attempts: Int, notBefore: Timestamp)
    /// A `sync` works on it; when `until` passes without word, another one may take it. `attempts` counts this one.
    case leased(until: Timestamp, attempts: Int)
    /// Upstream refused it for good; it waits for a person.
    case dead(attempts: Int, error: OutboxFailure)

    /// How often it was tried.
    package var attempts: Int {
        switch self {
        case .pending(let attempts, _), .leased(_, let attempts), .dead(let attempts, _): attempts
        }
    }
}

/// Why a queued question was given up.
package struct OutboxFailure: Sendable, Hashable {
    /// The name of the `GemError.Code`.
    package var code: String
    /// The message.
    package var message: String
    /// The HTTP status, where upstream answered.
    package var httpStatus: Int?

    /// Describes a failure.
    package init(code: String, message: String, httpStatus: Int? = nil) {
        self.code = code
        self.message = message
        self.httpStatus = httpStatus
    }

    /// Takes from an error what a row keeps.
    package init(_ error: GemError) {
        self.init(code: error.code.name, message: error.message, httpStatus: error.upstream?.httpStatus)
    }
}

/// How many rows of the queue are in which state.
package struct OutboxCounts: Sendable, Hashable {
    /// Rows that wait for their time.
    package var pending = 0
    /// Rows that a `sync` works on.
    package var leased = 0
    /// Rows that were given up.
    package var dead = 0

    /// All rows.
    package var total: Int { pending + leased + dead }
}
