/// The words the mock's embedder knows the meaning of, as text.
///
/// A line is one meaning: words that stand for it, `_` between the words of a phrase. Columns are English, German, French, Spanish, Italian,
/// Portuguese; a word may stand in several lines. `= TOPIC WEIGHT SHARE` begins a topic: how much its meanings weigh, and how much of that weight
/// is shared by all of the topic. A word added here is known at once; nothing else needs to change.
enum ConceptWords {
    /// All topics.
    static let all = [people, home, world, society, general, more, rest]
}
