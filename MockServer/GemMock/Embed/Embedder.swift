internal import GemCore

/// Makes vectors from hashed features: words, their stems and letter groups for text, content and kind for media.
///
/// Equal input gives equal vectors on every machine; texts that share words lie near each other. No meaning is understood.
struct Embedder: Sendable {
    let rule: Model.Embedding

    private struct Feature {
        var hash: UInt64
        var weight: Double
    }

    /// The vector of one content, after the model's own rule for shortened ones.
    func vector(_ parts: [Prompt.Part], taskType: String = "", title: String = "", dimensions: Int?) -> [Float] {
        var features: [UInt64: Double] = [:]
        // A direction all vectors share, as real ones do: nothing is quite unrelated.
        features[Self.hash("all")] = 1.5
        if !taskType.isEmpty { features[Self.hash("task:\(taskType)"), default: 0] += 0.2 }
        if !title.isEmpty { add(title, scale: 0.5, to: &features) }
        for part in parts {
            switch part {
            case .text(let text), .thought(let text): add(text, scale: 1, to: &features)
            case .media(let media): add(media, to: &features)
            case .call(let name, let value), .response(let name, let value): add(name + " " + value.text(), scale: 1, to: &features)
            case .other(let value): add(value.text(), scale: 1, to: &features)
            }
        }
        return project(features, dimensions: dimensions ?? rule.dimensions)
    }

    private func add(_ media: Prompt.Media, to features: inout [UInt64: Double]) {
        features[Self.hash("content:\(media.digest)"), default: 0] += 3
        features[Self.hash("kind:\(media.facts.modality.rawValue)"), default: 0] += 1
        features[Self.hash("mime:\(media.facts.mimeType)"), default: 0] += 0.5
    }

    private func add(_ text: String, scale: Double, to features: inout [UInt64: Double]) {
        var counts: [String: Int] = [:]
        for word in Self.words(Self.bare(text)) { counts[word, default: 0] += 1 }
        for (word, count) in counts {
            let times = count == 1 ? 1 : 1 + 0.5 * Double(count - 1).squareRoot()
            let weight = scale * times * (Self.common.contains(word) ? 0.15 : 1)
            features[Self.hash("word:\(Self.stem(word))"), default: 0] += weight
            guard weight >= scale else { continue }
            let bytes = Array("<\(word)>".utf8)
            guard bytes.count > 3 else { continue }
            for start in 0...(bytes.count - 3) {
                features[Self.hash(bytes[start..<start + 3]), default: 0] += weight * 0.6 / Double(bytes.count).squareRoot()
            }
        }
    }

    /// The text behind the prefixes by which embedding-2 is told its task.
    private static func bare(_ text: String) -> Substring {
        for (start, mark) in [("task: ", "| query: "), ("title: ", "| text: ")] where text.hasPrefix(start) {
            if let range = text.firstRange(of: mark) { return text[range.upperBound...] }
        }
        return text[...]
    }

    private static func words(_ text: Substring) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Drops the commonest English endings.
    private static func stem(_ word: String) -> String {
        for ending in ["ing", "ed", "es", "s"] where word.hasSuffix(ending) && word.utf8.count - ending.utf8.count >= 3 {
            return String(word.dropLast(ending.count))
        }
        return word
    }

    private static let common: Set<String> = [
        "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "he", "in", "is", "it", "its", "of", "on", "or", "that",
        "the", "this", "to", "was", "were", "what", "which", "who", "will", "with",
    ]

    private static func hash(_ text: String) -> UInt64 { hash(Array(text.utf8)[...]) }

    /// FNV-1a, mixed; the same on every machine.
    private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash ^ (hash >> 29)
    }

    /// Adds each feature's own fixed random direction, in a fixed order, so that sums round the same everywhere.
    private func project(_ features: [UInt64: Double], dimensions: Int) -> [Float] {
        let size = rule.dimensions
        var sum = [Double](repeating: 0, count: size)
        for (hash, weight) in features.sorted(by: { $0.key < $1.key }) {
            var dice = Dice(hash)
            for _ in 0..<128 {
                let bits = dice.next()
                sum[Int((bits >> 1) % UInt64(size))] += bits & 1 == 0 ? weight : -weight
            }
        }
        // The first numbers weigh more, as in vectors that were trained to be cut short.
        if size == 3072 { for index in 0..<size { sum[index] *= index < 256 ? 1.3 : index < 768 ? 1.08 : 0.94 } }
        var vector = Self.unit(sum)
        if dimensions < size {
            vector.removeLast(size - dimensions)
            if rule.normalisesShort { vector = Self.unit(vector) }
        }
        return vector.map { Float($0) }
    }

    /// Makes a vector unit length; a vector of nothing but zeros becomes the first axis.
    private static func unit(_ vector: [Double]) -> [Double] {
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length > 0 else { return vector.indices.map { $0 == 0 ? 1 : 0 } }
        return vector.map { $0 / length }
    }
}
