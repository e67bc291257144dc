"""Words that no code may have."""

# A floor, not proof: the lists were read by a person, word by word.
NEVER_EN = """
anal anus arse bitch bloody bomb bugger clit cock coon crap cunt damn dead death devil dick drug dyke eskimo fag
fart fuck gook gun gypsy hell hoe homo idiot jerk kill knife lesbo murder nazi nude oral penis pimp piss poop porn
prick pussy queer rape retard satan savage screw sex shit slave slut spic squaw suck tit totem tranny turd ugly
vagina virgin wank whore wigwam
"""
NEVER_FR = """
anal anus bander batard beur bite bordel branler chatte chiant chier chiotte clito con conne couille cul debile
drogue encule enfer esclave fesse foutre gland gouine gueule idiot melon merde mort moule negre nichon nu nul pedale
pede penis pipi pisse porno putain pute queue raciste salope sauvage sein sexe suicide tante tapette tarlouze teton
totem tuer vagin vierge viol zizi
"""
# Said like another common word: whoever hears a code could spell it wrong.
ALIKE_EN = """
air aisle ate bare bear berry blew blue board bored brake break bury buy by cell cent cereal colonel dear deer dew
due eight fair fare feat feet fir flea flee flour flower fore four fur grate great hair hare hear heir here hoarse
hole horse hour idle idol isle kernel knight knot know lead leak led leek loan lone made maid mail main male mane
meat medal meet metal moose mousse muscle mussel night no none not nun oar one ore our pail pain pair pale pane
passed past pause paws peace peak pear peek piece plain plane pole poll poor pore pray prey principal principle rain
reign right ring road rode role roll root rose route rows sail sale scene sea seam see seem seen sell sent serial
sew shear sheer sight site so sole some son soul stair stake stare stationary stationery steak steal steel storey
story suite sum sun sweet tail tale tea tee their there threw throne through thrown tide tied toe tow vain vein
waist wait ware waste way weak wear weather week weigh weight whether which whole witch won wood would wring write
yoke yolk
"""
ALIKE_FR = """
air aire amande amende ancre aout autel auteur bal balai balle ballet bon bond cahot cane canne cap cape cent cerf
chaine chair chaire champ chant chaos chene choeur coeur compte comte conte cou coup cour cours court cygne date
datte dessein dessin encre etain etang etre faim faite fard fete fin foi foie fois fond fonds gaz gaze golf golfe
goute goutte hauteur hetre hotel houe houx lac laid lait laque lis lys mai maire mais maitre mars mart maux mer mere
metre mite mot mur mure mythe pain paire palais palet peau peigne pene pere phare pie pin pis poids poing point pois
porc port pot pouce pousse puis puits rang reine rend renne roue roux sain saint sale salle sandale sang saoul saut
sceau scie seau sel selle serre si signe soi soie sol sole sou sur tache tant tante taon teint temps tente thon thym
toi toit ton tore tort trop trot vain van vent ver verre vers vert vin vingt voie voix
"""
NEVER = {"en": set(NEVER_EN.split()), "fr": set(NEVER_FR.split())}
ALIKE = {"en": set(ALIKE_EN.split()), "fr": set(ALIKE_FR.split())}
