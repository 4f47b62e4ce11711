/// Joins the chunks of a streamed generation into the one object the unary call would have answered with.
public enum StreamMerge {
    /// The unary form of a stream: every member of every chunk stands in it, or a later value of the same member does.
    ///
    /// Text that runs on from chunk to chunk becomes one part, per candidate; a part with a `thoughtSignature` is never joined,
    /// since signed text must go back as it came.
    /// Counts and reasons are the last chunk's; metadata lists are joined whether the chunks repeat them or continue them. One
    /// chunk gives itself.
    public static func merge(_ chunks: [JSON]) -> JSON {
        var merged = JSON.Object()
        var candidates = Candidates()
        for case .object(let chunk) in chunks {
            candidates.add(chunk["candidates"]?.array ?? [])
            merged = overlay(merged, chunk) { name, old, new in
                name == "usageMetadata" || name == "promptFeedback" ? overlaid(old, new) : new
            }
        }
        let whole = candidates.whole
        if !whole.isEmpty { merged["candidates"] = .array(whole.map { .object($0) }) }
        return .object(merged)
    }

    /// The places of a chunk's candidates in the answer: what each says of itself, none being 0; where none says anything, as they stand.
    package static func places(of candidates: [JSON]) -> [Int] {
        let isTold = candidates.contains { $0["index"] != nil }
        return candidates.enumerated().map { isTold ? $1["index"]?.int ?? 0 : $0 }
    }

    /// The candidates so far.
    ///
    /// Text that runs on is gathered and joined once, so that an answer of many chunks is not copied for each of them.
    private struct Candidates {
        private var merged: [JSON.Object] = []
        private var runs: [[String]] = []
        private var places: [Int: Int] = [:]

        /// The candidates with all their text, in the order of their places.
        var whole: [JSON.Object] {
            places.sorted { $0.key < $1.key }.map { _, place in
                runs[place].isEmpty ? merged[place] : StreamMerge.appending(runs[place], to: merged[place])
            }
        }

        mutating func add(_ elements: [JSON]) {
            for (index, element) in zip(StreamMerge.places(of: elements), elements) {
                guard case .object(let candidate) = element else { continue }
                guard let place = places[index] else {
                    places[index] = merged.count
                    merged.append(candidate)
                    runs.append([])
                    continue
                }
                if let (text, rest) = StreamMerge.runningOn(candidate, after: merged[place]) {
                    runs[place].append(text)
                    merged[place] = StreamMerge.candidate(merged[place], rest)
                } else {
                    if !runs[place].isEmpty { merged[place] = StreamMerge.appending(runs[place], to: merged[place]) }
                    runs[place] = []
                    merged[place] = StreamMerge.candidate(merged[place], candidate)
                }
            }
        }
    }

    /// A chunk's text that runs on from the candidate's last part, and the chunk with none in its place; nil where it holds other parts.
    private static func runningOn(_ new: JSON.Object, after old: JSON.Object) -> (text: String, rest: JSON.Object)? {
        guard let last = old["content"]?["parts"]?.array?.last, let parts = new["content"]?["parts"]?.array, parts.count == 1,
            let before = runningText(last), let after = runningText(parts[0]), before.isThought == after.isThought
        else { return nil }
        var (rest, part) = (new, parts[0])
        part["text"] = ""
        rest["content"]?["parts"] = .array([part])
        return (after.text, rest)
    }

    /// A chunk of one candidate with one part of text, with another text in it.
    static func chunk(_ chunk: JSON, saying text: String) -> JSON {
        guard var candidate = chunk["candidates"]?[0], var part = candidate["content"]?["parts"]?[0] else { return chunk }
        var whole = chunk
        part["text"] = .string(text)
        candidate["content"]?["parts"] = .array([part])
        whole["candidates"] = .array([candidate])
        return whole
    }

    /// The candidate with more text in its last part.
    private static func appending(_ run: [String], to candidate: JSON.Object) -> JSON.Object {
        guard var parts = candidate["content"]?["parts"]?.array, let last = parts.last, let text = last["text"]?.string else {
            return candidate
        }
        var whole = candidate
        parts[parts.count - 1]["text"] = .string(text + run.joined())
        whole["content"]?["parts"] = .array(parts)
        return whole
    }

    private static func candidate(_ old: JSON.Object, _ new: JSON.Object) -> JSON.Object {
        overlay(old, new) { name, old, new in
            switch name {
            case "content": content(old, new)
            case "groundingMetadata", "citationMetadata", "urlContextMetadata": metadata(old, new, lists: .repeatedOrContinued)
            case "logprobsResult": metadata(old, new, lists: .continued)
            default: new
            }
        }
    }

    private static func content(_ old: JSON, _ new: JSON) -> JSON {
        guard case .object(let old) = old, case .object(let new) = new else { return new == .null ? old : new }
        return .object(overlay(old, new) { name, old, new in name == "parts" ? parts(old, new) : new })
    }

    /// Appends a chunk's parts; only its first may run on from the last one before.
    private static func parts(_ old: JSON, _ new: JSON) -> JSON {
        guard var parts = old.array, let added = new.array else { return new.array == nil ? old : new }
        var rest = added[...]
        if let last = parts.last, let first = rest.first, let joined = join(last, first) {
            parts[parts.count - 1] = joined
            rest = rest.dropFirst()
        }
        return .array(parts + rest)
    }

    private static func join(_ old: JSON, _ new: JSON) -> JSON? {
        guard let before = runningText(old), let after = runningText(new), before.isThought == after.isThought else { return nil }
        var joined = old
        joined["text"] = .string(before.text + after.text)
        return joined
    }

    /// The text of a part that holds nothing else.
    private static func runningText(_ part: JSON) -> (text: String, isThought: Bool)? {
        guard case .object(let part) = part, let text = part["text"]?.string else { return nil }
        guard part.members.allSatisfy({ $0.name == "text" || ($0.name == "thought" && $0.value.bool != nil) }) else { return nil }
        return (text, part["thought"]?.bool ?? false)
    }

    /// Whether a list of a later chunk may repeat what earlier chunks said.
    private enum Lists {
        case repeatedOrContinued, continued
    }

    private static func metadata(_ old: JSON, _ new: JSON, lists: Lists) -> JSON {
        guard case .object(let old) = old, case .object(let new) = new else { return new == .null ? old : new }
        return .object(
            overlay(old, new) { _, old, new in
                guard let before = old.array, let after = new.array else { return overlaid(old, new) }
                if lists == .repeatedOrContinued {
                    if after.starts(with: before) { return new }
                    if before.suffix(after.count).elementsEqual(after) { return old }
                }
                return .array(before + after)
            })
    }

    private static func overlaid(_ old: JSON, _ new: JSON) -> JSON {
        guard case .object(let old) = old, case .object(let new) = new else { return new == .null ? old : new }
        return .object(overlay(old, new) { _, _, new in new })
    }

    /// The members of both, in the order of `old` with new names after the one they follow in `new`; `combine` settles names both have.
    private static func overlay(_ old: JSON.Object, _ new: JSON.Object, combine: (String, JSON, JSON) -> JSON) -> JSON.Object {
        guard !old.isEmpty else { return new }
        var members = old.members
        var place = new.members.contains { old[$0.name] != nil } ? 0 : members.count
        for member in new.members {
            if let index = members.firstIndex(where: { $0.name.isExactly(member.name) }) {
                if member.value != .null { members[index].value = combine(member.name, members[index].value, member.value) }
                place = index + 1
            } else {
                members.insert(member, at: place)
                place += 1
            }
        }
        return JSON.Object(members)
    }
}
