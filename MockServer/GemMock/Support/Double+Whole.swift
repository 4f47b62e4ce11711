extension Double {
    /// The nearest whole number within bounds; the lower bound for what is no number.
    func whole(_ bounds: ClosedRange<Int>) -> Int {
        guard self > Double(bounds.lowerBound) else { return bounds.lowerBound }
        return self < Double(bounds.upperBound) ? Int(rounded()) : bounds.upperBound
    }
}
