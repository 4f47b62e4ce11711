/// Tells which addresses hold a credential: a user before the host, or an item of the query for one.
package enum AddressSecret {
    /// Whether an address holds a credential; no text with a space in it is one.
    package static func isHeld(in text: String) -> Bool {
        let bytes = text.utf8
        guard let rest = afterScheme(bytes), !bytes.contains(where: { $0 <= 32 }) else { return false }
        let ends = [UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "\\")]
        if bytes[rest...].prefix(while: { !ends.contains($0) }).contains(UInt8(ascii: "@")) { return true }
        guard let mark = bytes[rest...].firstIndex(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) else { return false }
        let marks = [UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "&"), UInt8(ascii: ";")]
        return bytes[mark...].split(whereSeparator: marks.contains).contains { item in
            let pair = item.split(separator: UInt8(ascii: "="), maxSplits: 1)
            return pair.count == 2 && isSecret(PercentCoding.decode(Substring(pair[0])))
        }
    }

    /// Where an address goes on behind its scheme, if it has one; a path stands for one on its own host.
    private static func afterScheme(_ bytes: String.UTF8View) -> String.Index? {
        if bytes.first == UInt8(ascii: "/") { return bytes.startIndex }
        let scheme = bytes.prefix(32)
        guard let colon = scheme.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else { return nil }
        return bytes.index(colon, offsetBy: 3)
    }

    private static func isSecret(_ name: String) -> Bool {
        let word = DialectName(name.utf8)
        return Credential.queryItems.contains(name.lowercased()) || DialectName.secrets.contains(word) || DialectName.tokens.contains(word)
    }
}
