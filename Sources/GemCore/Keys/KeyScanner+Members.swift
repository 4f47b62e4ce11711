extension KeyScanner {
    /// The rank of the members around a batch, which each item's own go before.
    static let aroundBatch = -2

    /// Reads an object as a message and writes its members by canonical name.
    mutating func scanMessage(_ message: Int) throws(GemError) {
        let base = members.count
        out.append(UInt8(ascii: "{"))
        let start = out.count
        try collect(message, rank: 0)
        arrange(from: base, start: start)
        out.append(UInt8(ascii: "}"))
    }

    /// Reads an object's members onto the pile, without arranging them.
    mutating func collect(_ message: Int, rank: Int) throws(GemError) {
        try descend()
        var isFirst = true
        while let name = try nextName(&isFirst) { try scanMember(name, of: message, rank: rank) }
        depth -= 1
    }

    /// Reads a member whose name was read.
    mutating func scanMember(_ name: Text, of message: Int, rank: Int) throws(GemError) {
        let found = withBytes(of: name) { context.schema.field($0, in: message) }
        guard let found else { return try scanUnknown(name, rank: rank) }
        let field = context.schema.fields[found]
        let isElsewhere = rank == Self.aroundBatch ? !field.isShared : rank != 0 && field.flags.contains(.notInOverride)
        if isElsewhere { return try scanUnknown(name, rank: rank) }
        if peek() == UInt8(ascii: "n"), !field.flags.contains(.nullIsData), takeWord("null") { return }
        if field.kind == .override || field.kind == .replace, peek() == UInt8(ascii: "{") {
            if field.kind == .replace { hasReplacement = true }
            return try collect(message, rank: rank + 1)
        }
        let start = out.count
        append(name: field.name)
        foundContent = false
        let isPresent = try scanValue(field)
        var index = found
        if !isPresent {
            out.removeSubrange(start...)
        } else if field.kind == .fileData, foundContent, let inline = context.schema.field("inlineData", in: message) {
            index = inline
            let value = Array(out[(start + field.name.utf8CodeUnitCount + 2)...])
            out.removeSubrange(start...)
            append(name: "inlineData")
            out.append(contentsOf: value)
        }
        push(field: index, rank: rank, name: start..<start, segment: start..<out.count)
    }

    /// Reads a member of user data, or one that is no field: its name as it stands.
    mutating func scanUnknown(_ name: Text, rank: Int = 0, isOrdered: Bool = false) throws(GemError) {
        let start = out.count
        if rank != 0 { out.append(rank > 0 ? UInt8(ascii: ">") : rank == Self.aroundBatch ? UInt8(ascii: "<") : UInt8(ascii: "^")) }
        let range = append(string: name)
        let isRead = isOpaque ? try scanWatched(range) : false
        if !isRead { try scanData(isOrdered: isOrdered) }
        push(field: rank == 0 ? Member.unknown : Member.unknownElsewhere, rank: 0, name: range, segment: start..<out.count)
    }

    mutating func push(field: Int, rank: Int, name: Range<Int>, segment: Range<Int>) {
        members.append(Member(field: field, rank: rank, order: members.count, name: name, segment: segment))
    }

    /// Brings the members from `base` on, written from `start` on, into canonical order.
    ///
    /// Of members of one name the last counts, unless they hold a message or a list: the API would join those, so both stand.
    mutating func arrange(from base: Int, start: Int, force: Bool = false) {
        defer { members.removeLast(members.count - base) }
        guard members.count - base > 1 || force else { return }
        let isSorted = members.withUnsafeBufferPointer { members in
            out.withUnsafeBufferPointer { out in
                members.indices.dropFirst(base + 1).allSatisfy { Self.order(members[$0 - 1], members[$0], out) < 0 }
            }
        }
        guard force || !isSorted else { return }
        sortMembers(from: base)
        scratch.removeAll(keepingCapacity: true)
        out.withUnsafeBufferPointer { out in
            for index in members.indices.dropFirst(base) {
                if index + 1 < members.count, isSuperseded(members[index], by: members[index + 1], out) { continue }
                scratch.append(contentsOf: UnsafeBufferPointer(rebasing: out[members[index].segment]))
            }
        }
        out.replaceSubrange(start..., with: scratch)
    }

    private func isSuperseded(_ member: Member, by next: Member, _ out: UnsafeBufferPointer<UInt8>) -> Bool {
        guard Self.order(member, next, out) == 0 else { return false }
        return member.rank != next.rank || member.field >= Member.unknownElsewhere || !context.schema.fields[member.field].isJoined
    }

    /// Drops all but the last of equal names, and keeps the order.
    mutating func dropRepeats(from base: Int, start: Int) {
        defer { members.removeLast(members.count - base) }
        guard members.count - base > 1 else { return }
        let sent = Array(members[base...])
        sortMembers(from: base)
        var isDropped = [Bool](repeating: false, count: sent.count)
        var drops = 0
        out.withUnsafeBufferPointer { out in
            for index in members.indices.dropFirst(base + 1) where Self.order(members[index - 1], members[index], out) == 0 {
                isDropped[members[index - 1].order - base] = true
                drops += 1
            }
        }
        guard drops > 0 else { return }
        scratch.removeAll(keepingCapacity: true)
        for member in sent where !isDropped[member.order - base] { scratch.append(contentsOf: out[member.segment]) }
        out.replaceSubrange(start..., with: scratch)
    }

    private mutating func sortMembers(from base: Int) {
        out.withUnsafeBufferPointer { out in
            members.withUnsafeMutableBufferPointer { members in
                members[base...].sort { first, second in
                    let order = Self.order(first, second, out)
                    return order < 0 || (order == 0 && (first.rank, first.order) < (second.rank, second.order))
                }
            }
        }
    }

    /// Fields come first, by name; then all other names, by their bytes: negative, zero or positive as `memcmp` has it.
    private static func order(_ first: Member, _ second: Member, _ out: UnsafeBufferPointer<UInt8>) -> Int {
        if first.field != second.field { return first.field < second.field ? -1 : 1 }
        guard first.field >= Member.unknownElsewhere else { return 0 }
        for offset in 0..<min(first.name.count, second.name.count) {
            let (left, right) = (out[first.name.lowerBound + offset], out[second.name.lowerBound + offset])
            if left != right { return left < right ? -1 : 1 }
        }
        return first.name.count - second.name.count
    }
}
