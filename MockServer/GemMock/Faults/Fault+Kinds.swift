extension Fault {
    /// Every kind of fault there is, as `Fault(_:)` reads it; tests go through it so that none is left out.
    public static var kinds: [String] { FaultSpec.codes.map(String.init) + FaultSpec.kinds.keys.sorted() }
}
