/**
 * Words that say the contrary of each other, in the languages that readers write in most. Each line
 * has two sides, and each word of one side is an opposite of each word of the other. A claim that has
 * one side where its passage has the other is not carried. Words are given in their base form; the
 * endings of English, German and the Romance languages are added where the lists are read.
 */
export const oppositeWords = `
increase rise rose risen grow grew grown gain climb climbed expand raise raised | decrease fall fell fallen shrink shrank decline drop lose lost reduce diminish sink sank lower
more greater additional | fewer less lesser
most majority maximum maximal | least minority minimum minimal fewest
high higher highest tall taller tallest | low lower lowest short shorter shortest
large larger largest big bigger biggest huge great giant | small smaller smallest tiny little minor
before prior earlier previously preceding pre ahead | after later afterwards subsequently following post behind
early earlier earliest | late later latest
first initial initially beginning opening earliest | last final finally ending latest closing
start begin began begun commence launch beginning open | end stop finish finished cease halt terminate conclude ending close
former formerly | latter
above over atop exceeding upward | below under beneath underneath beyond downward
up upper upward upwards uphill | down lower downward downwards downhill
top | bottom
north northern northward northeast northeastern northwest northwestern | south southern southward southeast southeastern southwest southwestern
northeast northeastern southeast southeastern east eastern eastward | northwest northwestern southwest southwestern west western westward
left | right
inside within inner internal internally interior into indoor indoors onto | outside without outer external externally exterior outdoor outdoors
open opened | closed shut close
old older oldest ancient elderly | new newer newest young younger youngest modern recent
rich richer richest wealthy | poor poorer poorest
strong stronger strongest strongly powerful strength | weak weaker weakest weakly weakness powerless
fast faster fastest quick quickly rapid rapidly | slow slower slowest slowly gradual gradually
hot hotter warm warmer warmest heat | cold colder cool cooler coldest
long longer longest lengthy | short shorter shortest brief briefly
wide wider widest broad broader | narrow narrower narrowest
deep deeper deepest | shallow shallower
thick thicker | thin thinner
heavy heavier heaviest | light lighter lightest
hard harder hardest difficult difficulty | easy easier easiest simple simpler easily soft softer
simple simplest simply simplicity | complex complicated complexity
public publicly | private privately secret confidential
positive positively | negative negatively
legal lawful allowed permitted | illegal unlawful forbidden prohibited banned
allow permit enable let authorize | prevent forbid forbade prohibit ban disallow deny block disable prohibit
success succeed successful successfully win won victory victorious | fail failure unsuccessful unsuccessfully lose lost defeat defeated
support supported favor favour endorse agree | oppose opposed opposition disagree resist
accept accepted approve approved admit | reject rejected refuse refused decline deny denied
include including inclusive | exclude excluding except exclusive omit
add added addition append insert | remove removed removal subtract delete deleted deletion drop
buy bought purchase | sell sold sale
import imported | export exported
always every constantly | never seldom rarely sometimes occasionally
often frequently frequent usually commonly generally | rarely seldom rare infrequently hardly
all every everything everyone entire entirely always | none nothing nobody some few no
many numerous several much lot plentiful | few little
both | neither
common commonplace widespread | rare uncommon scarce
major main primary significant principal | minor secondary insignificant
true correct right accurate valid | false incorrect wrong inaccurate invalid
same identical equal similar alike similarly | different differ distinct unequal dissimilar differently
together jointly | apart separately alone
urban city | rural countryside country
male men man boy boys father husband son king his he masculine | female women woman girl girls mother wife daughter queen her she feminine
alive living live | dead died die deceased killed
birth born | death died killed
peace peaceful | war warfare
friend friendly ally allied allies | enemy hostile enemies foe
attack attacked offensive | defend defended defence defense defensive
push pushed | pull pulled
send sent sender transmit publish publisher | receive received receiver subscribe subscriber
input inputs | output outputs
read reads reading | write writes writing written
enable enabled activate activated | disable disabled deactivate deactivated
static fixed constant | dynamic variable changing
synchronous synchronously blocking | asynchronous asynchronously nonblocking
local locally | remote remotely global globally
national domestic | international foreign
required mandatory compulsory obligatory necessary essential must | optional optionally unnecessary voluntary
automatic automatically | manual manually
forward forwards advance advanced | backward backwards retreat reverse
near nearby close closer closest | far distant farther farthest remote
full filled | empty blank vacant
dark darker night nocturnal | light bright brighter day daytime
wet moist humid | dry arid
direct directly | indirect indirectly
active actively | passive inactive passively
safe safely safety secure | dangerous unsafe danger risky insecure
visible | invisible hidden
show shown display | hide hidden
stable steady | unstable volatile
expensive costly dear | cheap inexpensive
natural naturally | artificial synthetic unnatural artificially
horizontal horizontally | vertical vertically
parallel | perpendicular serial sequential
temporary temporarily transient | permanent permanently persistent
ascending | descending
present presence | absent absence
maximum max most | minimum min least
create created build built make establish construct found founded | destroy destroyed demolish dissolve abolish
connect connected join joined attach unite unified merge | disconnect disconnected separate separated detach divide divided split
love like liked loved | hate dislike disliked hated
help assist aid | hinder harm hamper
improve improved better best improvement | worsen worse worst deteriorate
good | bad evil poor
clean pure | dirty polluted impure
lock locked | unlock unlocked
encrypt encrypted encode | decrypt decrypted decode
compress | decompress extract
upload | download
login | logout
client | server
parent ancestor | child descendant
master | slave
winter | summer
spring | autumn
morning dawn sunrise | evening dusk sunset
day daily | night nightly
question ask asked | answer answered reply
arrive arrived arrival enter entered entry | leave left depart departed departure exit exited
appear appeared | disappear disappeared vanish
remember | forget forgot forgotten
teach teacher taught | learn learner student
victory | defeat
profit | loss
employer | employee
employed employment | unemployed unemployment
majority | minority
continue continued | discontinue stop stopped
conscious | unconscious
catholic | protestant
civilian | military
liberal left | conservative
democratic democracy | authoritarian dictatorship
capitalist capitalism | communist communism
christian | muslim
sea ocean | land
land terrestrial | water aquatic marine
solid | liquid gas gaseous
acid acidic | alkaline base
odd | even
singular | plural
integer | fraction
exact exactly precise precisely | approximate approximately roughly about
partial partially partly | complete completely entire fully whole wholly total totally
guilty | innocent
theory theoretical theoretically | practice practical practically
individual individually | collective collectively group
voluntary voluntarily | forced involuntary
abundant | scarce
attract attracted | repel repelled
import | export
minimize minimise minimizing | maximize maximise maximizing
upstream | downstream
older elder senior | younger junior
backward | forward
clockwise | counterclockwise anticlockwise
subject | object
hoch höher am-höchsten groß größer größte mehr viel viele meist | niedrig niedriger tief klein kleiner kleinste weniger wenig wenige
steigen steigt stieg gestiegen erhöhen erhöht wachsen wuchs zunehmen zunahme | sinken sinkt sank gesunken fallen fiel senken gesenkt verringern schrumpfen abnehmen abnahme
vor vorher bevor früher | nach nachher nachdem später danach
erste erster erstes anfang beginn beginnen begann starten startet | letzte letzter letztes ende schluss enden endete beenden stoppen
über oben oberhalb obere | unter unten unterhalb untere
nord norden nördlich | süd süden südlich
ost osten östlich | west westen westlich
links linke linken | rechts rechte rechten
innen innerhalb intern interne | außen außerhalb extern externe
offen öffnen geöffnet | geschlossen schließen zu
alt alte älter ältere | neu neue neuer jung junge jünger jüngere
stark stärker starke | schwach schwächer schwache
schnell schneller schnelle | langsam langsamer langsame
warm heiß | kalt kühl
lang länger lange | kurz kürzer kurze
erlauben erlaubt ermöglichen ermöglicht | verbieten verboten verhindern verhindert
einschalten aktivieren aktiviert eingeschaltet | ausschalten deaktivieren deaktiviert ausgeschaltet
hinzufügen hinzugefügt | entfernen entfernt löschen gelöscht
immer stets jeder alle | nie niemals selten manche einige
gewinnen gewann sieg | verlieren verlor niederlage
öffentlich | privat geheim
richtig wahr gültig | falsch ungültig
gleich | verschieden unterschiedlich
senden sendet sender | empfangen empfängt empfänger
mindestens | höchstens
einfach leicht | schwierig schwer kompliziert
alto mayor más máximo grande aumentar aumenta aumentó subir | bajo menor menos mínimo pequeño disminuir disminuye disminuyó bajar reducir
antes anterior | después posterior
primero primera inicio comenzar empezar | último última fin final terminar acabar
norte | sur
este oriental | oeste occidental
izquierda | derecha
dentro interior interno | fuera exterior externo
abierto abrir | cerrado cerrar
nuevo nueva joven | viejo vieja antiguo antigua
fuerte | débil
rápido rápida | lento lenta
permitir permite | impedir prohibir
activar activado | desactivar desactivado
añadir agregar | eliminar quitar
siempre todos todo | nunca ninguno algunos
haut plus maximum grand grande augmenter augmente augmenté hausse | bas moins minimum petit petite diminuer diminue diminué baisse réduire
avant précédent | après suivant
premier première début commencer | dernier dernière fin terminer
nord | sud
est | ouest
gauche | droite
intérieur dedans interne | extérieur dehors externe
ouvert ouvrir | fermé fermer
nouveau nouvelle jeune | vieux vieille ancien ancienne
fort forte | faible
rapide | lent lente
permettre permet autoriser | empêcher interdire
activer activé | désactiver désactivé
ajouter | supprimer enlever
toujours tous | jamais aucun quelques
高 更高 最高 大 最大 多 更多 最多 增加 上升 提高 | 低 更低 最低 小 最小 少 更少 最少 减少 下降 降低
之前 以前 早 | 之后 以后 晚
第一 首先 开始 | 最后 结束
上 上面 以上 上方 | 下 下面 以下 下方
北 北部 | 南 南部
东 东部 | 西 西部
左 左边 | 右 右边
内 内部 里面 | 外 外部 外面
打开 启用 开启 | 关闭 禁用
新 年轻 | 旧 老 古老
强 | 弱
快 快速 | 慢 缓慢
允许 可以 | 禁止 阻止
添加 增加 | 删除 移除
总是 所有 全部 | 从不 部分 一些
必须 | 可选
输入 | 输出
发送 | 接收
`
