public import GemCore

/// A fault, and which requests it strikes: those that match, after some that pass, so many times, each with a probability.
public struct FaultOrder: Sendable, Hashable {
    /// What goes wrong.
    public var fault: Fault
    /// How many requests it strikes; nil for all that match.
    public var times: Int?
    /// How many requests that match pass before the first it may strike.
    public var skip = 0
    /// How likely it strikes each, from 0 to 1.
    public var rate = 1.0
    /// Decides, with `rate`, which requests are struck: the same ones for the same seed.
    public var seed: UInt64 = 0
    /// The name its count is kept under; empty for a name of the mock's choice.
    public var id = ""
    /// The operation it strikes; nil for any.
    public var operation: Route.Operation?
    /// The model's short name it strikes; empty for any.
    public var model = ""

    /// Orders a fault for every request.
    public init(_ fault: Fault, times: Int? = nil, on operation: Route.Operation? = nil) {
        self.fault = fault
        self.times = times
        self.operation = operation
    }

    /// Reads `KIND[;name=value…]` as the header `x-mock-fault` and `--fault` spell it; throws `badInput` that names what is not known.
    public init(_ text: String) throws(GemError) {
        let spec = try FaultSpec(text)
        fault = try spec.fault()
        times = try spec.count("times")
        skip = try spec.count("skip") ?? 0
        seed = try spec.seed()
        id = spec.values["id"] ?? ""
        model = Route.shortModel(spec.values["model"] ?? "")
        if let rate = spec.values["rate"] {
            guard let value = Double(rate), (0...1).contains(value) else { throw spec.wrong("rate", "a probability from 0 to 1") }
            self.rate = value
        }
        if let name = spec.values["operation"] {
            guard let operation = Route.Operation(rawValue: name) else {
                throw spec.wrong("operation", "an operation such as generateContent, streamGenerateContent, countTokens, uploadFile")
            }
            self.operation = operation
        }
    }

    /// What a request is, as far as orders care.
    struct Target: Sendable {
        var operation: Route.Operation
        var model: String
        /// It is about an upload and carries none of its bytes.
        var hasNoData = false
    }

    func matches(_ target: Target) -> Bool {
        (operation ?? target.operation) == target.operation && (model.isEmpty || model == target.model)
            && !(target.hasNoData && fault.needsData)
    }

    /// Whether the request that comes after `seen` others of this order draws the lot.
    func strikes(after seen: Int) -> Bool {
        guard rate < 1 else { return true }
        var dice = Dice(seed &+ UInt64(truncatingIfNeeded: seen) &* 0x9E37_79B9_7F4A_7C15)
        return Double(dice.next() >> 11) / Double(1 << 53) < rate
    }
}
