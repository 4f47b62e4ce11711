/// Lays features out as a vector: each has its own fixed direction, whose prefixes are directions too.
struct Projection {
    /// How many numbers a whole vector has.
    static let size = 3072
    /// Where the shortened forms end whose length was measured on the real models.
    private static let bands = [0..<256, 256..<768, 768..<3072]
    /// The part of a vector's energy in each band.
    private static let energies: [Float] = [0.1406, 0.1946, 0.6648]
    /// The length of the first 256 and the first 768 numbers of a vector of length 1, as the real models have it.
    private static let lengths: [ClosedRange<Float>] = [0.363...0.387, 0.571...0.587]
    /// What all texts share, as a part of the energy: unrelated texts of the real models have a cosine near one half.
    private static let shared: Float = 0.45

    /// Another salt gives another model: its vectors have nothing to do with those of the first.
    let salt: UInt64

    /// A vector of length 1.
    func vector(_ sum: FeatureSum) -> [Float] {
        var vector = [Float](repeating: 0, count: Self.size)
        let length = sum.length
        let scale = length > 0 ? (1 - Self.shared).squareRoot() / length : 0
        vector.withUnsafeMutableBufferPointer { buffer in
            for feature in sum.features { add(feature, feature.weight * scale, to: buffer) }
            addShared(to: buffer)
            Self.settle(buffer)
        }
        return vector
    }

    private func add(_ feature: Feature, _ weight: Float, to buffer: UnsafeMutableBufferPointer<Float>) {
        var state = feature.hash ^ salt
        let step = feature.isMinor ? 32 : 8
        for (index, band) in Self.bands.enumerated() {
            // The last band is long: every second place of the others does.
            let step = index == 2 ? step * 2 : step
            let amount = weight * (Self.energies[index] * Float(step) / Float(band.count)).squareRoot()
            var start = band.lowerBound
            while start < band.upperBound {
                var bits = Self.mix(&state)
                for _ in 0..<8 where start < band.upperBound {
                    let place = start + Int(bits & 127) % step
                    buffer[place] += bits & 128 == 0 ? amount : -amount
                    bits >>= 8
                    start += step
                }
            }
        }
    }

    private func addShared(to buffer: UnsafeMutableBufferPointer<Float>) {
        var state = salt ^ 0xA11
        for (index, band) in Self.bands.enumerated() {
            // Even in distribution from -√3 to √3: energy one a number.
            let amount = (Self.shared * Self.energies[index] / Float(band.count)).squareRoot() * 1.732_050_8
            for place in band { buffer[place] += amount * (Float(Self.mix(&state) >> 40) / 8_388_608 - 1) }
        }
    }

    /// Makes the vector's length 1, and those of its prefixes what the model's are.
    private static func settle(_ buffer: UnsafeMutableBufferPointer<Float>) {
        var energy = bands.map { band in band.reduce(Float(0)) { $0 + buffer[$1] * buffer[$1] } }
        let whole = energy.reduce(0, +)
        guard whole > 0 else { return }
        energy = energy.map { max($0 / whole, 1e-6) }
        let first = energy[0].squareRoot().clamped(to: lengths[0])
        let second = (energy[0] + energy[1]).squareRoot().clamped(to: lengths[1])
        let wanted = [first * first, second * second - first * first, 1 - second * second]
        for (index, band) in bands.enumerated() {
            let scale = (wanted[index] / energy[index] / whole).squareRoot()
            for place in band { buffer[place] *= scale }
        }
    }

    private static func mix(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}

extension Float {
    fileprivate func clamped(to range: ClosedRange<Float>) -> Float { min(max(self, range.lowerBound), range.upperBound) }
}
