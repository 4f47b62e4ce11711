/// A request's `Cache-Control`, directive by directive; what is unknown is ignored, and of what contradicts itself the stricter counts.
///
/// A number that is none is read as the strictest one: `max-age=soon` asks for an answer fetched now, `max-stale=any` for no stale one.
struct CacheControl {
    private(set) var isNoCache = false
    private(set) var isNoStore = false
    private(set) var isOnlyIfCached = false
    private(set) var limits = AgeLimits()

    /// Numbers beyond this are this one (RFC 9111 section 1.2.2).
    private static let longest = 1 << 31

    init(_ value: String) {
        for (name, argument) in Self.directives(Array(value.utf8)) {
            let seconds = argument.map(Self.seconds)
            switch name {
            case "no-cache": isNoCache = true
            case "no-store": isNoStore = true
            case "only-if-cached": isOnlyIfCached = true
            case "max-age": limits.maxAge = min(limits.maxAge ?? .max, (seconds ?? nil) ?? 0)
            case "min-fresh": limits.minFresh = max(limits.minFresh ?? 0, (seconds ?? nil) ?? Self.longest)
            case "max-stale":
                let allowed = argument == nil ? AgeLimits.anyTime : (seconds ?? nil) ?? 0
                limits.maxStale = min(limits.maxStale ?? .max, allowed)
            case "stale-if-error": limits.staleIfError = min(limits.staleIfError ?? .max, (seconds ?? nil) ?? 0)
            default: break
            }
        }
    }

    private static func seconds(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return min(Int(text) ?? longest, longest)
    }

    /// Names in lower case, each with its argument, quoted or not; commas inside quotes part nothing.
    private static func directives(_ bytes: [UInt8]) -> [(name: String, argument: String?)] {
        var found: [(name: String, argument: String?)] = []
        var index = 0
        while index < bytes.count {
            var name: [UInt8] = []
            var argument: [UInt8]?
            while index < bytes.count, bytes[index] != UInt8(ascii: ",") {
                let byte = bytes[index]
                if argument == nil, byte == UInt8(ascii: "=") {
                    argument = []
                } else if byte == UInt8(ascii: "\"") {
                    let text = quoted(bytes, &index)
                    if argument == nil { name += text } else { argument? += text }
                    continue
                } else if byte != 32, byte != 9 {
                    if argument == nil { name.append(byte) } else { argument?.append(byte) }
                }
                index += 1
            }
            index += 1
            if !name.isEmpty {
                found.append((String(decoding: name, as: UTF8.self).lowercased(), argument.map { String(decoding: $0, as: UTF8.self) }))
            }
        }
        return found
    }

    /// Reads a quoted string whose first quote is at `index`, and goes past its end.
    private static func quoted(_ bytes: [UInt8], _ index: inout Int) -> [UInt8] {
        var text: [UInt8] = []
        index += 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count { index += 1 }
            text.append(bytes[index])
            index += 1
        }
        index += 1
        return text
    }
}
