internal import GemCore

/// The recordings of a cassette in order, and which of them have been played.
struct PlayList: Sendable {
    /// One recording.
    struct Entry: Sendable {
        /// The place in order: by the start of the request.
        let ticket: Int
        let interaction: Interaction
        let reading: Reading
        /// Whether it was recorded since the cassette was opened.
        let isNew: Bool
        var isPlayed = false
        /// Its text in the file, once made.
        var text: [UInt8]?
    }

    private(set) var entries: [Entry] = []

    /// Adds a recording at its place.
    mutating func insert(_ entry: Entry) {
        let index = entries.lastIndex { $0.ticket <= entry.ticket }.map { $0 + 1 } ?? 0
        entries.insert(entry, at: index)
    }

    /// Removes what an older session recorded for the same request.
    mutating func removeOld(like reading: Reading) {
        entries.removeAll { !$0.isNew && $0.reading.identity == reading.identity && $0.reading.form == reading.form }
    }

    /// Keeps the entries' texts, by ticket, for the next time the file is written.
    mutating func keepTexts(_ texts: [Int: [UInt8]]) {
        for index in entries.indices where entries[index].text == nil { entries[index].text = texts[entries[index].ticket] }
    }

    /// The next recording for a request: the first in order that was not played, else the last.
    ///
    /// Among the recordings of one question, those in the wanted form come first, then those that can be told in it.
    mutating func play(_ reading: Reading, includingNew: Bool) -> Interaction? {
        let same = entries.indices.filter {
            (includingNew || !entries[$0].isNew) && entries[$0].reading.identity == reading.identity
        }
        if let index = next(same.filter { entries[$0].reading.form == reading.form }, reading) { return take(index) }
        let told = same.filter {
            entries[$0].reading.form.isKin(of: reading.form) && entries[$0].interaction.response.reframed(as: reading.form.shape) != nil
        }
        guard let index = next(told, reading) else { return nil }
        var interaction = take(index)
        interaction.response = interaction.response.reframed(as: reading.form.shape) ?? interaction.response
        return interaction
    }

    private func next(_ candidates: [Int], _ reading: Reading) -> Int? {
        let mine = candidates.filter { entries[$0].reading.upload == reading.upload }
        let pool = mine.isEmpty ? candidates : mine
        return pool.first { !entries[$0].isPlayed } ?? pool.last
    }

    private mutating func take(_ index: Int) -> Interaction {
        entries[index].isPlayed = true
        return entries[index].interaction
    }
}
