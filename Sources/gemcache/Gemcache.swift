import ArgumentParser
import GemCLI

@main
struct Gemcache {
    static func main() async { await GemcacheCommand.main(nil) }
}
