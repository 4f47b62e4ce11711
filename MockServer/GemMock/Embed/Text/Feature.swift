/// One thing a text has, with its weight; its direction in the vector follows from the hash.
struct Feature {
    var hash: UInt64
    var weight: Float
    /// Whether it is one of very many small ones, which get fewer numbers of the vector.
    var isMinor = false

    /// FNV-1a, mixed; the same on every machine.
    static func hash(_ bytes: some Sequence<UInt8>, salt: UInt64 = 0) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ salt
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash ^ (hash >> 29)
    }

    /// A hash of a kind of feature and its name.
    static func hash(_ kind: StaticString, _ value: UInt64) -> UInt64 {
        var hash = value
        kind.withUTF8Buffer { for byte in $0 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 } }
        return hash ^ (hash >> 31)
    }
}

/// Features in the order they were found, equal ones added up.
struct FeatureSum {
    private(set) var features: [Feature] = []
    private var places: [UInt64: Int] = [:]

    init() {
        features.reserveCapacity(128)
        places.reserveCapacity(128)
    }

    mutating func add(_ hash: UInt64, _ weight: Float, isMinor: Bool = false) {
        if let place = places[hash] {
            // What is said again adds less than what is new.
            features[place].weight += weight * 0.5 / (1 + features[place].weight)
        } else {
            places[hash] = features.count
            features.append(Feature(hash: hash, weight: weight, isMinor: isMinor))
        }
    }

    /// The length the features have together, were all their directions at right angles.
    var length: Float { features.reduce(0) { $0 + $1.weight * $1.weight }.squareRoot() }
}
