internal import GemCore

/// Knows what the mock's own files and cached contents hold.
struct MockResolver: MediaResolver {
    let files: FileShelf
    let caches: CacheShelf

    func content(ofFile uri: String) -> MediaContent? { files.content(ofFile: uri) }
    func canonical(ofCachedContent name: String) -> [UInt8]? { caches.canonical(name) }
}
