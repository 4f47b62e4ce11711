package import GemCore

extension Store: MediaResolver {
    package func content(ofFile uri: String) -> MediaContent? {
        try? read { (snapshot) throws(GemError) in snapshot.content(ofFile: uri) }
    }

    package func canonical(ofCachedContent name: String) -> [UInt8]? {
        try? read { (snapshot) throws(GemError) in snapshot.canonical(ofCachedContent: name) }
    }
}
