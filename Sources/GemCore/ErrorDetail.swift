/// One detail of an error answer, as `google.rpc` defines them; a kind that is not known keeps its JSON.
public enum ErrorDetail: Sendable, Hashable {
    /// Why, for programs: a reason such as `API_KEY_INVALID`, whose it is, and what it is about.
    case errorInfo(reason: String, domain: String, metadata: [String: String])
    /// How long to wait before asking again; nil where the time cannot be read.
    case retryInfo(milliseconds: Int64?)
    /// Which quotas are used up.
    case quotaFailure([QuotaViolation])
    /// Which fields of the request are wrong.
    case badRequest([FieldViolation])
    /// What must be so before the request can succeed.
    case preconditionFailure([PreconditionViolation])
    /// Where to read on.
    case help([Link])
    /// The message in a language of people.
    case localizedMessage(locale: String, message: String)
    /// Which request it was, for support.
    case requestInfo(id: String, servingData: String)
    /// Which resource it was about.
    case resourceInfo(type: String, name: String, owner: String, description: String)
    /// Where in the service it happened.
    case debugInfo(stack: [String], detail: String)
    /// Another kind, by the name of its `@type`, as it came.
    case other(type: String, JSON)

    /// A quota that is used up.
    public struct QuotaViolation: Sendable, Hashable {
        /// What is counted, such as `generativelanguage.googleapis.com/generate_content_free_tier_requests`.
        public var metric: String
        /// The quota, such as `GenerateRequestsPerDayPerProjectPerModel-FreeTier`.
        public var id: String
        /// For what it counts: model, location, …
        public var dimensions: [String: String]
        /// How much it allows.
        public var limit: Int?
        /// What it counts by, as older services tell it.
        public var subject: String
        /// The service's words, as older services tell them.
        public var description: String

        /// Records a violation.
        public init(
            metric: String = "", id: String = "", dimensions: [String: String] = [:], limit: Int? = nil, subject: String = "",
            description: String = ""
        ) {
            (self.metric, self.id, self.dimensions, self.limit) = (metric, id, dimensions, limit)
            (self.subject, self.description) = (subject, description)
        }

        /// Whether it is refilled only once a day, so that a short pause does not help.
        public var isPerDay: Bool { id.contains("PerDay") }
    }

    /// A field of the request that is wrong.
    public struct FieldViolation: Sendable, Hashable {
        /// The way to it, such as `contents[0].parts`; empty for the whole.
        public var field: String
        /// What is wrong.
        public var description: String

        /// Records a violation.
        public init(field: String, description: String) { (self.field, self.description) = (field, description) }
    }

    /// Something that must be so first.
    public struct PreconditionViolation: Sendable, Hashable {
        /// The kind of condition, such as `TOS`.
        public var type: String
        /// What it is about.
        public var subject: String
        /// How to meet it.
        public var description: String

        /// Records a violation.
        public init(type: String, subject: String, description: String) {
            (self.type, self.subject, self.description) = (type, subject, description)
        }
    }

    /// A page to read.
    public struct Link: Sendable, Hashable {
        /// What it tells.
        public var description: String
        /// Its address.
        public var url: String

        /// Records a link.
        public init(description: String, url: String) { (self.description, self.url) = (description, url) }
    }

    /// Reads one element of `google.rpc.Status.details`.
    public init(_ json: JSON) {
        func text(_ name: String, _ json: JSON = json) -> String { json[name]?.string ?? "" }
        func list(_ name: String) -> [JSON] { json[name]?.array ?? [] }
        let type = text("@type").split(separator: "/").last.map(String.init) ?? ""
        switch type {
        case "google.rpc.ErrorInfo":
            self = .errorInfo(reason: text("reason"), domain: text("domain"), metadata: Self.texts(json["metadata"]))
        case "google.rpc.RetryInfo": self = .retryInfo(milliseconds: json["retryDelay"]?.string.flatMap { ProtoDuration.milliseconds($0) })
        case "google.rpc.QuotaFailure":
            self = .quotaFailure(
                list("violations").map {
                    QuotaViolation(
                        metric: text("quotaMetric", $0), id: text("quotaId", $0), dimensions: Self.texts($0["quotaDimensions"]),
                        limit: $0["quotaValue"]?.int, subject: text("subject", $0), description: text("description", $0))
                })
        case "google.rpc.BadRequest":
            self = .badRequest(
                list("fieldViolations").map { FieldViolation(field: text("field", $0), description: text("description", $0)) })
        case "google.rpc.PreconditionFailure":
            self = .preconditionFailure(
                list("violations").map {
                    PreconditionViolation(type: text("type", $0), subject: text("subject", $0), description: text("description", $0))
                })
        case "google.rpc.Help":
            self = .help(list("links").map { Link(description: text("description", $0), url: text("url", $0)) })
        case "google.rpc.LocalizedMessage": self = .localizedMessage(locale: text("locale"), message: text("message"))
        case "google.rpc.RequestInfo": self = .requestInfo(id: text("requestId"), servingData: text("servingData"))
        case "google.rpc.ResourceInfo":
            self = .resourceInfo(
                type: text("resourceType"), name: text("resourceName"), owner: text("owner"), description: text("description"))
        case "google.rpc.DebugInfo": self = .debugInfo(stack: list("stackEntries").compactMap(\.string), detail: text("detail"))
        default: self = .other(type: type, json)
        }
    }

    private static func texts(_ json: JSON?) -> [String: String] {
        (json?.object?.members ?? []).reduce(into: [:]) { $0[$1.name] = $1.value.string }
    }
}

extension UpstreamFailure {
    /// Everything upstream said beside its message, each of the kind it is.
    public var details: [ErrorDetail] { rawDetails.map { ErrorDetail($0) } }

    /// The quotas that are used up.
    public var quotaViolations: [ErrorDetail.QuotaViolation] {
        details.flatMap { detail in
            guard case .quotaFailure(let violations) = detail else { return [] as [ErrorDetail.QuotaViolation] }
            return violations
        }
    }

    /// The fields of the request that are wrong.
    public var fieldViolations: [ErrorDetail.FieldViolation] {
        details.flatMap { detail in
            guard case .badRequest(let violations) = detail else { return [] as [ErrorDetail.FieldViolation] }
            return violations
        }
    }
}
