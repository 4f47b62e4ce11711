public import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Where the store is unless a caller says otherwise.
public enum StoreLocation {
    /// `$GEMCACHE_STORE`, else `$XDG_DATA_HOME/gemcache`, else `~/.local/share/gemcache`; a folder for data, not for caches, since the queue must not be wiped.
    public static func standard() throws(GemError) -> String {
        if let store = variable("GEMCACHE_STORE") { return store }
        if let data = variable("XDG_DATA_HOME") { return data + "/gemcache" }
        if let home = variable("HOME") { return home + "/.local/share/gemcache" }
        throw GemError(.configuration, "No folder for the store: HOME is not set. Give one, or set GEMCACHE_STORE.")
    }

    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }
}
