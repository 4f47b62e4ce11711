public import GemCore

/// How much each key may ask each model: requests a minute, input tokens a minute, requests a day.
public struct Quota: Sendable, Hashable {
    /// Requests in a minute.
    public var requestsPerMinute: Int?
    /// Input tokens in a minute.
    public var tokensPerMinute: Int?
    /// Requests in a day of the Pacific coast, where the API's days end.
    public var requestsPerDay: Int?
    /// The model's short name; empty for every model, each counted by itself.
    public var model = ""

    /// Limits nothing yet.
    public init(requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil, requestsPerDay: Int? = nil, model: String = "") {
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
        self.requestsPerDay = requestsPerDay
        self.model = model
    }

    /// Reads `rpm=10,tpm=100000,rpd=200,model=M`; throws `badInput` that names what is not known.
    public init(_ text: String) throws(GemError) {
        self.init()
        func wrong(_ what: String) -> GemError {
            GemError(.badInput, "Quota \"\(text)\": \(what); it is written rpm=10,tpm=100000,rpd=200,model=gemini-2.5-flash.")
        }
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let pair = item.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
            guard pair.count == 2 else { throw wrong("\"\(item)\" is not name=value") }
            if pair[0] == "model" {
                model = Route.shortModel(pair[1])
                continue
            }
            guard let count = Int(pair[1]), count >= 0 else { throw wrong("\"\(pair[1])\" is not a whole number from 0 up") }
            switch pair[0] {
            case "rpm": requestsPerMinute = count
            case "tpm": tokensPerMinute = count
            case "rpd": requestsPerDay = count
            default: throw wrong("there is no \"\(pair[0])\"")
            }
        }
        guard requestsPerMinute ?? tokensPerMinute ?? requestsPerDay != nil else { throw wrong("it needs one of rpm, tpm and rpd") }
    }
}
